// Mathematics as HTML and MathML. Only `export … from` lines: the types are made from them too.
export { default } from "katex";
