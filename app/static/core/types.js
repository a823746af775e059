// The words of the REST contract (v1) and of the page's own state, as JSDoc types. No code: every
// other module imports its types from here, so that a change of the contract fails in `tsc` first.
// docs/trace.md explains the same fields by example.

/**
 * A number as it travels in JSON, where NaN and the infinities are strings.
 * @typedef {number | "NaN" | "Infinity" | "-Infinity"} Num
 */

/**
 * An array as it travels: a nested list, or from a stated size on its summary. `preview` holds at most
 * the first 6 entries along each axis.
 * @typedef {Num | Entries[]} Entries
 * @typedef {{ shape: number[], min: Num, max: Num, mean: Num, norm: Num, preview: Entries[] }} Summary
 * @typedef {Num | Entries[] | Summary} Quantity
 */

/** What a person gives for a leaf. @typedef {number | Given[]} Given */

/** @typedef {"parameter" | "input" | "target" | "constant"} LeafRole */
/** @typedef {LeafRole | "intermediate" | "output"} Role */
/** @typedef {"named" | "primitive" | "element"} Grain */
/** How an adjoint is written: v̄, ∂L/∂v, v_bar, v.grad. @typedef {"bar" | "partial" | "code" | "grad"} Notation */
/** @typedef {"system" | "light" | "dark"} Theme */

/**
 * A place in the source: 1-based, the end is exclusive and on the same line unless `end_line` says otherwise.
 * @typedef {{ line: number, column: number, end_column: number, end_line?: number | null }} Span
 */

/** What stands in the span is replaced by the text. @typedef {{ span: Span, text: string }} Edit */
/** @typedef {{ kind: string, label: string, arguments: Record<string, string | number>, edits: Edit[] }} Fix */

/**
 * What the source itself says of a leaf or constant, and where: `literal` is the place of its value.
 * @typedef {{ name: string, span: Span, literal: Span | null, value: Quantity | null }} DeclaredLeaf
 */

/**
 * A stretch of LaTeX, the end exclusive; 1 as a third number: of an adjoint, that something is raised onto it, of a
 * number, that its brackets belong to the stretch.
 * @typedef {[number, number] | [number, number, number]} Mark
 */

/**
 * A node of the graph. `index` is 1-based, parents come before children. `bar` is the LaTeX of its
 * adjoint, `definition` its right-hand side. At the element grain `tensor` is the array that it is an
 * entry of, and `at` where it stands in it. `stem` is the symbol without its subscript, null where it has none;
 * `functions` are what the line calls.
 * @typedef {object} Node
 * @property {string} id
 * @property {number} index
 * @property {Role} role
 * @property {string | null} op
 * @property {string[]} parents
 * @property {string[]} children
 * @property {number[]} shape
 * @property {string} latex
 * @property {string} bar
 * @property {string | null} stem
 * @property {string | null} definition
 * @property {readonly string[]} functions
 * @property {Quantity} value
 * @property {Quantity} adjoint
 * @property {Span | null} span
 * @property {string | null} [tensor]
 * @property {number[]} [at]
 */

/**
 * A local derivative ∂child/∂parent: `latex` symbolic, `local` at the pinned forward values.
 * `fan_out`: the parent has several children, the multivariable chain rule applies. Between arrays
 * `local` is null where its Jacobian is never formed (`kind` "structured"), and the term is summed along
 * the child's axes `summed`, where the parent was repeated.
 * @typedef {object} Edge
 * @property {string} id
 * @property {string} parent
 * @property {string} child
 * @property {number} argument
 * @property {Quantity | null} local
 * @property {string} latex
 * @property {boolean} fan_out
 * @property {string} term
 * @property {string | null} identity
 * @property {boolean} negative  whether `term` begins with a minus
 * @property {readonly Mark[]} upstream  where in `term` the child's adjoint stands
 * @property {readonly string[] | null} factors  those of `latex`; null where it is one
 * @property {boolean} nonlinear  whether `local` changes with the parent
 * @property {number[]} [summed]
 * @property {"elementwise" | "structured"} [kind]
 */

/** @typedef {{ id: string, latex: string, value: Quantity, span?: Span | null }} Constant */
/** @typedef {{ node: string, message: string, kind?: "value" | "kink" | "unused" }} Warning */

/**
 * Where in `substituted` its parts are: `left` ends the left side, the `result` begins after the sign `relation`, the
 * number of the upstream adjoint is at `upstream`. `shown` says which of several terms `latex` has, from and to.
 * @typedef {object} StepText
 * @property {number} left
 * @property {"=" | "\\approx" | "\\in"} relation
 * @property {number} result
 * @property {readonly Mark[]} upstream
 * @property {[number, number] | null} shown
 */

/**
 * @typedef {object} ValueStep
 * @property {number} index
 * @property {"forward"} phase
 * @property {"value"} kind
 * @property {string} node
 * @property {Quantity} value
 * @property {string} latex
 * @property {string} substituted
 * @property {StepText} text
 */

/**
 * @typedef {object} SeedStep
 * @property {number} index
 * @property {"backward"} phase
 * @property {"seed"} kind
 * @property {string} node
 * @property {Quantity} adjoint
 * @property {string} latex
 * @property {string} substituted
 * @property {StepText} text
 */

/**
 * One term of one sum: upstream × local = product. `remaining` terms are still awaited after it.
 * @typedef {object} TermStep
 * @property {number} index
 * @property {"backward"} phase
 * @property {"term"} kind
 * @property {string} node
 * @property {string} edge
 * @property {Quantity} upstream
 * @property {Quantity | null} local
 * @property {Quantity} product
 * @property {Quantity} total
 * @property {number} remaining
 * @property {string} latex
 * @property {string} substituted
 * @property {StepText} text
 * @property {true} [sent]  a lens had the child send it: the line adds this term alone
 */

/**
 * The closing step of a fan-in, or of a node that nothing leads from to the output.
 * @typedef {object} AdjointStep
 * @property {number} index
 * @property {"backward"} phase
 * @property {"adjoint"} kind
 * @property {string} node
 * @property {Quantity} adjoint
 * @property {string} latex
 * @property {string} substituted
 * @property {StepText} text
 * @property {string} [sum]  the sum in numbers, where a lens has it in another order
 */

/** @typedef {ValueStep | SeedStep | TermStep | AdjointStep} Step */

/**
 * The answer of POST /api/trace: everything a view can show, computed once.
 * @typedef {object} Trace
 * @property {1} version
 * @property {string} output
 * @property {Grain} grain
 * @property {Node[]} nodes
 * @property {Edge[]} edges
 * @property {Constant[]} constants
 * @property {DeclaredLeaf[]} leaves
 * @property {Step[]} steps
 * @property {Record<string, Quantity>} values
 * @property {Record<string, Quantity>} adjoints
 * @property {Record<string, string>} tensors  at the element grain, how each array is printed
 * @property {Warning[]} warnings
 */

/**
 * A refusal in words (RFC 9457). `status` 0 means that no answer came at all: then the words are the page's own,
 * and there is no code.
 * @typedef {object} Problem
 * @property {string} [type]
 * @property {string} title
 * @property {number} status
 * @property {string} detail
 * @property {string} hint
 * @property {Span | null} [span]
 * @property {string | null} [limit]
 * @property {string} [code]
 * @property {Record<string, string | number>} [arguments]
 * @property {Fix[]} [fixes]
 */

/** @typedef {{ id: string, title: string, summary: string, section: string }} ExampleSummary */

/**
 * @typedef {object} ExampleDetail
 * @property {string} id
 * @property {string} title
 * @property {string} summary
 * @property {string} section
 * @property {string | null} [reference]
 * @property {string} source
 * @property {Record<string, Given>} inputs
 * @property {Record<string, LeafRole>} roles
 * @property {string | null} output
 * @property {Record<string, string>} narration
 * @property {{ output: Num, adjoints: Record<string, Quantity> }} [expected]
 */

/**
 * @typedef {object} Primitive
 * @property {string} name
 * @property {string[]} aliases
 * @property {[number, number]} arity
 * @property {string} summary
 * @property {string} latex
 * @property {string[]} derivatives
 * @property {string} [domain]
 * @property {string} [kinks]
 */

/**
 * The body of /api/trace.
 * @typedef {object} TraceRequest
 * @property {string} source
 * @property {Record<string, Given>} inputs
 * @property {Record<string, LeafRole>} roles
 * @property {string | null} output
 * @property {Grain} grain
 */

/**
 * The page's whole state. `inputs` holds only what sliders or a link override; `position` counts the
 * steps done, 0..steps.length; `trace` is the last good one, even while `problem` is set; `unfolded` are
 * the open groups of a large graph, in the order in which they were opened.
 * @typedef {object} State
 * @property {string} source
 * @property {Record<string, Given>} inputs
 * @property {Record<string, LeafRole>} roles
 * @property {string | null} output
 * @property {Grain} grain
 * @property {ExampleDetail | null} example
 * @property {Trace | null} trace
 * @property {string | null} traced  the source that the trace is of
 * @property {number} position
 * @property {readonly string[]} unfolded
 * @property {Notation} notation
 * @property {Theme} theme
 * @property {boolean} large
 * @property {0 | 1 | 2} size  of all text: as the browser has it, a quarter more, half as much again
 * @property {boolean} playing
 * @property {boolean} blank
 * @property {boolean} editorOpen
 * @property {boolean} helpOpen
 * @property {boolean} jumpOpen  whether the jump to a step is shown
 * @property {boolean} laser  whether a spot follows the pointer
 * @property {Problem | null} problem
 * @property {string | null} message
 * @property {boolean} busy
 * @property {{ node: string, at: number[] | null } | null} inspected  what is looked at closer: a node, or one entry of it
 * @property {boolean} modesOpen  whether forward mode, costs and code are shown
 * @property {boolean} checked  whether every finished adjoint wears the verdict of its check
 * @property {string | null} lab  the lab that is open
 * @property {boolean} labsOpen  whether the labs' menu is shown
 * @property {AtPoint | null} lesson  where the guided tour is; null while there is none
 * @property {Trace | null} given  the trace as answered; `trace` is what the lens makes of it
 * @property {Lens | null} lens
 */

/**
 * A point of a lesson, counted from 0 through all its sections, and whether its question is answered. The id
 * is empty until the tour has found out which lesson is meant.
 * @typedef {{ id: string, point: number, answered: boolean }} AtPoint
 */

/**
 * Another view of the answered trace, shown everywhere in its place: steps in another order, fewer steps.
 * A pure function that fits any trace.
 * @typedef {(trace: Trace) => Trace} Lens
 */

/** A key as it was pressed, without a modifier. @typedef {{ key: string, code: string, shiftKey: boolean }} KeyPress */
/** core/walk/typeahead.js: the keys that wait. @typedef {ReturnType<typeof import("./walk/typeahead.js").createTypeahead<KeyPress>>} Typeahead */

/** @typedef {(state: State, previous: State) => void} Listener */

/**
 * core/state.js: the one place the page's state lives.
 * @typedef {object} Store
 * @property {() => State} get
 * @property {(patch: Partial<State>) => void} set
 * @property {(listener: Listener) => () => void} subscribe  returns the function that unsubscribes
 */

/**
 * io/api.js. Every call resolves to its answer or throws a Refusal carrying a Problem.
 * @typedef {object} Api
 * @property {(request: TraceRequest, signal?: AbortSignal) => Promise<Trace>} trace
 * @property {(signal?: AbortSignal) => Promise<ExampleSummary[]>} examples
 * @property {(id: string, signal?: AbortSignal) => Promise<ExampleDetail>} example
 * @property {(signal?: AbortSignal) => Promise<Primitive[]>} primitives
 * @property {(path: string, body: object, signal?: AbortSignal) => Promise<any>} ask  any other POST of the contract, for parts that are fetched later
 * @property {(path: string, signal?: AbortSignal) => Promise<any>} get  any other GET
 */

/**
 * session.js: asks for traces whenever the request part of the state changes. `open` shows another
 * model (an example, a link) in one step, from `patch.position` or the beginning; where the patch
 * brings its trace along, nothing is asked.
 * @typedef {{ open: (patch: Partial<State>) => Promise<void>, stop: () => void }} Session
 */

/**
 * What every view is handed beside the store. `run` performs the action of that id (actions.js).
 * @typedef {object} Services
 * @property {Api} api
 * @property {Session} session
 * @property {{ run(id: string): void }} actions
 */

export {};
