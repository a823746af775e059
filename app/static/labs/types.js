// What a lab is. No code: the frame and every lab take their types from here.

/** @typedef {import("../core/types.js").State} State */
/** @typedef {import("../words/index.js").Language} Language */

/** Every word a lab says; `title` and `hint` are the menu's. @typedef {{ title: string, hint: string } & Record<string, string>} Words */

/** What labs use of the first screen: they import nothing of it. @typedef {import("../view/toolkit.js").Kit & { mountStage: typeof import("../view/stage/stage.js").mountStage }} Kit */

/**
 * What a lab is handed. `root` is empty and inside the lab's panel, which the frame draws.
 * @typedef {object} LabContext
 * @property {Kit} kit
 * @property {HTMLElement} root
 * @property {HTMLElement} stage  the page's own, for marks on its nodes and edges; a lab takes off what it put on
 * @property {import("../core/types.js").Store} store
 * @property {import("../core/types.js").Services} services
 * @property {Words} words
 * @property {(key: string, values?: Record<string, string | number>) => string} say  its word, with the gaps filled
 * @property {(key: string, values?: import("./sentence.js").Values) => import("./sentence.js").Sentence} sentence  the same with mathematics in it
 */

/**
 * A lab while it is open. `show` is called once after mounting and after each change of the state; `pick` is
 * asked first when a node of the stage is clicked, and returns whether it took the node.
 * @typedef {object} View
 * @property {(state: State, previous: State | null) => void} show
 * @property {() => void} [close]
 * @property {(node: string, at: number[] | null) => boolean} [pick]
 */

/** Where its panel stands: in the side column, over the stage, under the stage, beside it. @typedef {"side" | "wide" | "under" | "beside"} Place */

/** @typedef {{ place: Place, mount: (lab: LabContext) => View | Promise<View> }} Lab */

/**
 * A row of the labs' table.
 * @typedef {object} Row
 * @property {string} id  also the name of its folder
 * @property {() => Promise<Lab>} load
 * @property {Record<Language, () => Promise<{ default: Words }>>} words
 */

export {};
