// One request is under way at a time and the newest wish follows it, at most one a frame: the numbers move with
// the finger even when an answer takes longer than a frame.

/**
 * @template Wish, Answer
 * @param {(wish: Wish) => Promise<Answer>} ask
 * @param {(wish: Wish, answer: Answer | null, error: unknown) => void} settle
 * @param {(callback: () => void) => unknown} frame
 * @returns {{ want: (wish: Wish | null) => void }}  null: what was wanted is wanted no longer
 */
export function createNewest(ask, settle, frame) {
  /** @type {Wish | null} */
  let wanted = null;
  let round = 0;
  let isAsking = false;
  let isFramed = false;

  function schedule() {
    if (isFramed || isAsking || wanted === null) return;
    isFramed = true;
    frame(() => {
      isFramed = false;
      void go();
    });
  }

  async function go() {
    const wish = wanted;
    if (wish === null || isAsking) return;
    wanted = null;
    isAsking = true;
    const own = round;
    /** @type {Answer | null} */
    let answer = null;
    /** @type {unknown} */
    let problem = null;
    try {
      answer = await ask(wish);
    } catch (error) {
      problem = error;
    }
    isAsking = false;
    if (own === round) settle(wish, answer, problem);
    schedule();
  }

  return {
    want(wish) {
      wanted = wish;
      if (wish === null) round += 1;
      schedule();
    },
  };
}
