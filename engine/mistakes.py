"""Every kind of mistake the engine refuses, by its code: what it is, and which arguments its sentence mentions.

A code is part of the contract: it stays when a sentence is reworded, and other languages and tools go by it.
"""

from __future__ import annotations

from typing import NamedTuple


class Mistake(NamedTuple):
    """One kind of mistake.

    Args:
        meaning: What the author did, in one line.
        arguments: The names of what the sentence mentions, each with a value in every such refusal.
    """

    meaning: str
    arguments: tuple[str, ...] = ()


def _table(rows: dict[str, tuple[str, str]]) -> dict[str, Mistake]:
    return {code: Mistake(meaning, tuple(arguments.split())) for code, (meaning, arguments) in rows.items()}


CHARACTERS = _table({
    "brace": ("A brace, where brackets are round.", "character"),
    "prime": ("A prime or an apostrophe in a name.", "character"),
    "quotation": ("Text in quotation marks.", "character"),
    "equality": ("A test whether values are equal.", "character"),
    "raised-bracket": ("A raised bracket that labels no name.", "character"),
    "exclamation": ("A factorial, or the beginning of ≠.", "character"),
    "percent": ("A percent sign.", "character"),
    "colon": ("A colon, as in an assignment elsewhere.", "character"),
    "arrow": ("An arrow, where = defines.", "character"),
    "latex-command": ("A command of LaTeX.", "character"),
    "derivative-sign": ("A sign for a derivative, which nobody has to write.", "character"),
    "sum-sign": ("A sum, product or integral over an index.", "character"),
    "higher-root": ("A cube root or fourth root.", "character"),
    "outer-sign": ("A sign for the outer product.", "character"),
    "infinity": ("The sign for infinity.", "character"),
    "dots": ("Dots for terms that are left out.", "character"),
    "entry-dots": ("Dots for entries that are left out.", "character"),
    "look-alike-letter": ("A letter of another alphabet that looks like a Latin one.", "character latin"),
    "bar-accent": ("A bar over a letter, the sign for an adjoint.", "character"),
    "invisible-character": ("A character that nobody can see.", "character"),
    "combining-mark": ("An accent on its own.", "character"),
    "undisplayable-character": ("A code that stands for no character.", "character"),
    "superscript-letter": ("A superscript that is no digit.", "character"),
    "foreign-digit": ("A digit of another script.", "character"),
    "foreign-letter": ("A letter that is neither Latin nor Greek.", "character"),
    "unknown-character": ("A character without a meaning here.", "character"),
})  # fmt: skip

NUMBERS = _table({
    "malformed-number": ("A number with two points or with separators.", ""),
    "coded-number": ("A hexadecimal, octal or binary number.", ""),
    "number-too-large": ("A number beyond float64.", ""),
    "superscript-not-whole": ("A superscript that is no whole number.", ""),
    "imaginary-number": ("An imaginary number.", "name"),
    "two-numbers": ("Two numbers without a sign between them.", ""),
    "number-after-factor": ("A number after a factor without a sign.", "number"),
})  # fmt: skip

EXPRESSIONS = _table({
    "stray-bracket": ("A closing bracket that nothing opened.", "mark"),
    "stray-bar": ("A bar that closes nothing.", "mark function"),
    "second-equals": ("A second = on one line.", ""),
    "stray-comma": ("A comma outside brackets and declarations.", ""),
    "stray-dot": ("A dot that belongs to no number and no name.", ""),
    "stray-sign": ("A sign or word that no expression goes on with.", "text"),
    "missing-right-operand": ("Nothing after a sign.", "sign"),
    "missing-left-operand": ("Nothing before a sign.", "sign"),
    "signs-in-a-row": ("Two signs that cannot follow each other.", "text before"),
    "missing-base": ("A power of nothing.", ""),
    "missing-matrix": ("A transpose of nothing.", ""),
    "empty-brackets": ("Brackets with nothing in them.", ""),
    "empty-bars": ("Bars with nothing between them.", ""),
    "missing-after-comma": ("Nothing after a comma.", ""),
    "missing-value": ("Nothing to the right of an =.", ""),
    "unclosed-bracket": ("A bracket that is never closed.", "mark"),
    "unclosed-bar": ("A bar that is never closed.", "mark"),
    "ambiguous-quotient": ("A quotient that can be read in two ways.", "first second"),
    "ambiguous-root": ("A root of which nobody sees how far it reaches.", ""),
    "ambiguous-exponent": ("An exponent of which nobody sees how far it reaches.", "first second"),
    "ambiguous-word": ("A word that is a function and a product at once.", ""),
    "two-powers": ("Two powers in a row.", ""),
    "two-comparisons": ("Two comparisons in a row.", ""),
})  # fmt: skip

FUNCTIONS = _table({
    "unknown-function": ("A call of a name that is no function.", "function"),
    "misspelled-function": ("A call of a function under a similar name.", "function nearest"),
    "inverse-function": ("A call of an inverse function, of which there is none.", "function"),
    "foreign-function": ("A function of another library, for which a formula stands.", "function formula"),
    "numbers-alone": ("A function of another library that only writes numbers.", "function"),
    "uncalled-function": ("A function without its brackets.", "function"),
    "power-of-function": ("A power between a function and its bracket.", "function"),
    "value-and-function": ("A call of a name that is a value and a function.", "name function"),
    "argument-count": ("Too few or too many arguments.", "function wanted count call"),
    "argument-range": ("Arguments outside the counts that are right.", "function least most count call"),
    "no-options": ("An argument by name, for a function without options.", "function example"),
    "unknown-option": ("An option that the function does not have.", "function option options example"),
    "misspelled-option": ("An option under a similar name.", "function option nearest options example"),
    "option-twice": ("An option that is given twice.", "option"),
    "argument-after-option": ("An argument after an option.", ""),
    "missing-option": ("An option that the function needs.", "function option example"),
    "computed-option": ("A formula where an option is written out.", "function"),
    "bad-axis": ("An option that must be an axis, several or none.", "function option example"),
    "bad-axes": ("An option that must be axes or none.", "function option example"),
    "bad-shape": ("An option that must be a shape.", "function option example"),
    "bad-flag": ("An option that must be True or False.", "function option example"),
    "bad-place": ("An option that must name an entry.", "function option example"),
    "bad-number": ("An option that must be a number.", "function option example"),
})  # fmt: skip

ARRAYS = _table({
    "empty-array": ("An array without entries.", ""),
    "ragged-array": ("Rows of different lengths.", "first here"),
    "uneven-array": ("Parts of different shapes.", "first here"),
    "mixed-array": ("Numbers beside rows.", ""),
    "long-array": ("An array of very many formulas.", "most"),
    "missing-comma": ("Entries without a comma between them.", ""),
    "index-or-array": ("Brackets that can be an index or an array.", "name"),
    "empty-index": ("An index without a number.", ""),
    "bad-index": ("An index of something else than whole numbers.", ""),
    "new-axis": ("A new axis in an index.", ""),
    "zero-step": ("A slice in steps of 0.", ""),
    "size-too-large": ("An index or a size beyond all arrays.", ""),
    "bad-sizes": ("Sizes that are not whole numbers from 1.", "function example"),
    "extra-array-argument": ("More than one array where one stands.", "function example"),
    "unlisted-arrays": ("Arrays that stand in one pair of brackets.", "function"),
    "unknown-attribute": ("An attribute that no value has.", "attribute"),
    "misspelled-attribute": ("A method under a similar name.", "attribute nearest"),
    "uncalled-method": ("A method without its brackets.", "attribute"),
    "foreign-transpose": ("A transpose by the name of another library.", "attribute"),
    "foreign-flatten": ("A method of another library that makes one row.", "attribute"),
    "foreign-reshape": ("A method of another library that changes a shape.", "attribute"),
    "foreign-shape": ("A shape or size as an attribute.", "attribute"),
    "foreign-backward": ("A call for derivatives, which nobody has to write.", "attribute"),
    "foreign-conversion": ("A conversion of another library, which changes nothing here.", "attribute"),
})  # fmt: skip

STATEMENTS = _table({
    "empty-program": ("A text without a line that computes.", ""),
    "function-as-name": ("A definition under the name of a function.", "name example"),
    "python-name": ("A definition under a word of Python.", "name example"),
    "python-word": ("A word of Python in an expression.", "word"),
    "python-statement": ("A statement of Python.", "word"),
    "defined-twice": ("A second definition of a name.", "name line"),
    "missing-name": ("A declaration without a name.", ""),
    "decimal-comma": ("A decimal comma in a declaration.", ""),
    "missing-leaf-comma": ("Declared names without a comma between them.", ""),
    "missing-left-side": ("Nothing to the left of an =.", ""),
    "keyword-alone": ("A keyword without a name.", "keyword"),
    "nameless-line": ("A line that gives its value no name.", ""),
    "bad-left-side": ("More than one name to the left of an =.", ""),
    "misspelled-keyword": ("A keyword under a similar spelling.", "nearest"),
    "function-definition": ("A definition of a function.", "function"),
    "declared-formula": ("A formula in a declaration.", ""),
    "declared-function": ("A function's value in a declaration.", ""),
    "declared-arithmetic": ("Arithmetic of arrays in a declaration.", ""),
    "empty-name": ("A name without letters, beside the source.", ""),
    "bad-name": ("A name that does not begin with a letter, beside the source.", "name"),
})  # fmt: skip

NAMES = _table({
    "undefined-name": ("A name that nothing defines.", "name"),
    "misspelled-name": ("A name that nothing defines, close to one that is defined.", "name nearest"),
    "undefined-factor": ("A product of names of which one is not defined.", "name product factor"),
    "used-before-computed": ("A name that is used above its line.", "name line"),
    "cyclic-definition": ("A definition that depends on itself.", "name cycle"),
    "look-alike-names": ("Two names that are printed alike.", "first second"),
    "computed-input": ("An input for a name that the program computes.", "name line"),
    "name-given-twice": ("One name in two spellings, beside the source.", "name"),
    "unknown-input": ("An input for a name that occurs nowhere in the program.", "name"),
    "misspelled-input": ("An input for a name that occurs nowhere, close to one that does.", "name nearest"),
    "role-of-no-leaf": ("A role for a name that is no leaf.", "name"),
    "misspelled-role": ("A role for a name that is no leaf, close to one that is.", "name nearest"),
    "unknown-grain": ("A grain that there is not.", "grain grains"),
    "unknown-role": ("A role that there is not.", "name role roles"),
    "unknown-output": ("An output that is no node.", "name"),
    "misspelled-output": ("An output that is no node, close to one.", "name nearest"),
    "nothing-to-differentiate": ("A program of constants.", ""),
    "array-output": ("An output that is no number.", "name shape"),
    "single-entry-output": ("An output that is an array of one entry.", "name shape line"),
    "no-value": ("A leaf without a value.", "name"),
    "unreadable-value": ("An input that is neither a number nor an array.", "name"),
})  # fmt: skip

SHAPES = _table({
    "shapes-do-not-fit": ("Shapes without a common one.", "operation first second"),
    "product-with-number": ("A matrix product with a number.", "operation other"),
    "inner-sizes": ("A matrix product of shapes that do not fit.", "operation first second inner other"),
    "outer-shapes": ("An outer product of other things than vectors.", "operation first second"),
    "dot-lengths": ("A scalar product of vectors of two lengths.", "operation first second"),
    "dot-shapes": ("A scalar product of other things than vectors and matrices.", "operation first second"),
    "axes-order": ("Axes that are no order of an array's axes.", "operation axes shape last"),
    "reshape-count": ("A shape of another number of entries.", "operation shape count wanted"),
    "index-count": ("More indices than axes.", "operation shape count axes"),
    "index-of-number": ("An index of a number.", "operation count"),
    "no-entry": ("An index beyond an axis.", "operation index axis shape last"),
    "index-of-empty": ("An index along an axis without entries.", "operation index axis shape"),
    "concatenate-numbers": ("Numbers that are to be concatenated.", "operation shapes"),
    "concatenate-shapes": ("Arrays that cannot be concatenated.", "operation shapes axis"),
    "stack-shapes": ("Arrays that cannot be stacked.", "operation shapes"),
    "no-new-axis": ("A new axis beyond the others.", "operation axis shape last"),
    "no-axis": ("An axis that the array does not have.", "operation axis shape last"),
    "axis-of-number": ("An axis of a number.", "operation axis"),
    "axis-twice": ("An axis that is named twice.", "operation shape"),
    "too-few-entries": ("An average over too few entries.", "operation count shape least"),
    "no-extreme": ("A maximum or minimum of no entries.", "operation shape"),
    "no-scores": ("Probabilities of no scores.", "operation shape"),
    "norm-of-number": ("A normalization of a number.", "operation"),
    "norm-scale": ("A scale or shift that does not fit.", "operation shape other"),
    "loss-shapes": ("A prediction and a target that do not fit.", "operation first second"),
    "cross-entropy-shapes": ("Scores and probabilities that do not fit.", "operation first second"),
    "conv1d-shapes": ("A signal and a kernel that do not fit.", "operation first second"),
    "conv1d-option": ("A stride or padding of conv1d that is no whole number.", "operation"),
    "conv2d-option": ("A stride or padding of conv2d that it cannot take.", "operation option value least"),
    "conv2d-shapes": ("An image and a kernel that do not fit.", "operation first second"),
    "conv2d-channels": ("A kernel for another number of channels.", "operation first second channels wanted"),
    "conv2d-padding": ("More padding than the kernel is wide.", "operation first second padding"),
    "conv2d-kernel": ("A kernel larger than the image.", "operation first second"),
    "factor-shapes": ("Factors of different shapes.", "operation shapes"),
    "not-unfoldable": ("An operation without a form in single numbers.", "operation"),
})  # fmt: skip

LIMITS = _table({
    "source-too-long": ("A source of too many bytes.", "limit most"),
    "too-many-tokens": ("A source of too many words, numbers and signs.", "limit most"),
    "nested-too-deeply": ("An expression of too many levels.", "limit most"),
    "name-too-long": ("A name of too many characters.", "limit most"),
    "too-many-operations": ("A program of too many operations.", "limit most"),
    "too-many-axes": ("An array of too many axes.", "limit most count"),
    "too-many-elements": ("Values of too many numbers.", "limit most count shape"),
    "too-many-terms": ("Terms of too many numbers.", "limit most count"),
    "too-much-work": ("Too many multiplications.", "limit most count"),
    "too-many-unfolded": ("Arrays of too many single numbers.", "limit most"),
    "formula-too-long": ("A formula of too many operations to be counted.", "limit most"),
})  # fmt: skip

QUESTIONS = _table({
    "no-such-leaf": ("A name that is no leaf.", "name leaves"),
    "no-such-node": ("A name that is no node.", "name nodes"),
    "misspelled-leaf": ("A name that is no leaf, close to one.", "name nearest leaves"),
    "misspelled-node": ("A name that is no node, close to one.", "name nearest nodes"),
    "constant-node": ("A constant where a node is asked for.", "name"),
    "constant-leaf": ("A constant where a leaf is asked for.", "name leaves"),
    "computed-leaf": ("A computed node where a leaf is asked for.", "name leaves"),
    "too-many-leaves": ("More leaves than stand side by side.", "count most"),
    "held-and-nudged": ("A node that is held and nudged.", "name"),
    "held-output": ("An output that is held.", "name"),
    "entry-of-number": ("An entry of a number.", "name"),
    "entry-of-nothing": ("An entry of an empty array.", "name"),
    "no-such-entry": ("An entry that the array does not have.", "name shape last"),
    "no-direction": ("A tangent sweep without a direction.", ""),
    "direction-of-no-leaf": ("A direction of a name that is no leaf.", "name leaves"),
    "direction-shape": ("A direction of another shape than its leaf.", "name found shape"),
    "vector-of-nothing": ("A vector for a name that there is not.", "word name"),
    "vector-shape": ("A vector of another shape than its node.", "word name found shape"),
    "no-gradient": ("A gradient of a name that is no node.", "name nodes"),
    "array-name-in-class": ("A name in a calculus class that is an array.", "name shape"),
    "array-operation-in-class": ("An operation on arrays in a calculus class.", "name operation"),
    "term-too-long": ("A term that is too long to be written.", "name parent"),
    "no-text": ("An operation whose value has no text that could run alone.", "operation"),
    "no-notation": ("An operation that the notation has no sign for.", "operation"),
})  # fmt: skip

VALUES = _table({
    "value-not-finite": ("A Value's number that no program can write.", "name"),
    "link-too-long": ("A Value's program that is too long for a link.", "count most"),
    "own-operation": ("An operation of one's own, in a program.", "operation"),
    "too-few-arguments": ("A call with too few arguments.", "function wanted count"),
    "index-of-value": ("An index that is neither a whole number nor a slice.", "index"),
    "unknown-call-option": ("A call with an option that there is not.", "function option options"),
    "array-backward": ("A backward pass from an array.", "shape"),
})  # fmt: skip

MISTAKES: dict[str, Mistake] = {
    **CHARACTERS, **NUMBERS, **EXPRESSIONS, **FUNCTIONS, **ARRAYS, **STATEMENTS,
    **NAMES, **SHAPES, **LIMITS, **QUESTIONS, **VALUES,
}  # fmt: skip
"""Every code the engine refuses with."""

FIXES: dict[str, str] = {
    "write": "Write {text}",
    "instead": "Write {text} instead",
    "add": "Add {text}",
    "declare": "Declare {names}",
    "declare-all": "Declare all {count} missing names",
    "move": "Move line {line} up",
    "delete": "Delete it",
    "delete-bracket": "Delete this bracket",
    "delete-bar": "Delete this bar",
    "dot": "Write · instead of @",
    "name": "Call it {name}",
}
"""What a fix does, by its kind, with gaps for the arguments of the fix."""
