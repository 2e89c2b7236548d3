"""Small mistakes, one at a time, inside the functions of a module.

Not mutated: what stands outside functions, and words (messages, names of fields), of which tests would only be copies.
"""

import ast
import random
import types
import zlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

SWAPPED: dict[type, type] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Mutant:
    file: Path
    function: int  # its first line
    node: int  # which one, as the function is walked
    number: int  # of the mistakes that can be made there
    line: int
    what: str
    statements: tuple[int, ...]  # first lines of those that the function itself runs
    is_nested: bool  # in a function that this one makes: those made before stay as they are

    def __str__(self) -> str:
        return f"{self.file}:{self.line} {self.what}"

    @property
    def key(self) -> str:
        """The same as long as the file is."""
        return f"{self.file}:{self.function}:{self.node}:{self.number}:{zlib.crc32(self.file.read_bytes()):08x}"

    @property
    def text(self) -> str:
        return self.file.read_text().splitlines()[self.line - 1].strip()

    def module(self) -> types.CodeType:
        """All of it, with the mistake in it."""
        return self._changed()[0]

    def code(self) -> types.CodeType:
        """Of the function alone."""
        return code_of(*self._changed())

    def _changed(self) -> tuple[types.CodeType, Function]:
        tree = ast.parse(self.file.read_text())
        function = next(each for each in _outermost(tree) if each.lineno == self.function)
        _make(next(each for at, each in enumerate(ast.walk(function)) if at == self.node), self.number)
        return compile(ast.fix_missing_locations(tree), str(self.file.resolve()), "exec"), function


def mutants_in(room: Path) -> list[Mutant]:
    return [mutant for file in modules_in(room) for mutant in mutants_of(file)]


def modules_in(room: Path) -> list[Path]:
    """All of a folder, or the one module that is named."""
    return sorted(room.rglob("*.py")) if room.is_dir() else [room]


def in_seeded_order(mutants: Sequence[Mutant], left_out: Collection[Mutant], seed: int) -> list[Mutant]:
    """A larger sample begins with a smaller one."""
    shuffled = random.Random(seed).sample(mutants, len(mutants))
    return [each for each in shuffled if each not in left_out]


def mutants_of(file: Path) -> Iterator[Mutant]:
    for function in _outermost(ast.parse(file.read_text())):
        statements = tuple(each.lineno for each in function.body)
        left_alone = {id(each) for node in ast.walk(function) for each in _not_run(node)}
        nested = {id(each) for made in ast.walk(function) if _is_made_by(function, made) for each in ast.walk(made)}
        for index, node in enumerate(ast.walk(function)):
            if id(node) not in left_alone and node is not function:
                place = node.target if isinstance(node, ast.comprehension) else node
                line = getattr(place, "lineno", function.lineno)
                for number, what in enumerate(_mistakes(node)):
                    yield Mutant(file, function.lineno, index, number, line, what, statements, id(node) in nested)


def code_of(module: types.CodeType, function: Function) -> types.CodeType:
    first = min([function.lineno, *(each.lineno for each in function.decorator_list)])
    waiting = [module]
    while waiting:
        for each in waiting.pop().co_consts:
            if isinstance(each, types.CodeType):
                if (each.co_name, each.co_firstlineno) == (function.name, first):
                    return each
                waiting.append(each)
    raise LookupError(function.name)


def _outermost(tree: ast.AST) -> Iterator[Function]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
        else:
            yield from _outermost(node)


def _is_made_by(function: Function, node: ast.AST) -> bool:
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) and node is not function


def _not_run(node: ast.AST) -> Iterator[ast.AST]:
    """What only a type checker reads, docstrings, and decorators and defaults, which ran when the module was loaded."""
    for name in ("annotation", "returns"):
        if isinstance(found := getattr(node, name, None), ast.AST):
            yield from ast.walk(found)
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        for each in (*node.decorator_list, *node.args.defaults, *filter(None, node.args.kw_defaults)):
            yield from ast.walk(each)
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "cast":
        yield from ast.walk(node.args[0])
    if isinstance(node, ast.Assert):  # they narrow types
        yield from ast.walk(node)


def _mistakes(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Compare):
        return [f"{type(each).__name__} swapped" for each in node.ops if type(each) in SWAPPED]
    if isinstance(node, ast.BoolOp | ast.BinOp) and type(node.op) in SWAPPED:
        return [f"{type(node.op).__name__} swapped"]
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return ["not left out"]
    if isinstance(node, ast.Constant) and isinstance(node.value, bool | int):
        return [f"{node.value} changed"]
    if isinstance(node, ast.Return) and node.value is not None and not _is_none(node.value):
        return ["nothing returned"]
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        return ["call left out"]
    if isinstance(node, ast.Raise):
        return ["not raised"]
    if isinstance(node, ast.If | ast.IfExp | ast.While):
        return ["condition never met"]
    if isinstance(node, ast.comprehension) and node.ifs:
        return ["filter left out"]
    if isinstance(node, ast.Continue | ast.Break):
        return ["not left"]
    return []


def _is_none(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _make(node: ast.AST, number: int) -> None:
    """In place, so that all lines keep their numbers."""
    if isinstance(node, ast.Compare):
        at = [index for index, each in enumerate(node.ops) if type(each) in SWAPPED][number]
        node.ops[at] = SWAPPED[type(node.ops[at])]()
    elif isinstance(node, ast.BoolOp | ast.BinOp):
        node.op = SWAPPED[type(node.op)]()
    elif isinstance(node, ast.UnaryOp):
        _become(node, ast.Call(ast.Name("bool", ast.Load()), [node.operand], []))
    elif isinstance(node, ast.Constant):
        node.value = not node.value if isinstance(node.value, bool) else int(str(node.value)) + 1
    elif isinstance(node, ast.Return):
        node.value = ast.Constant(None)
    elif isinstance(node, ast.If | ast.IfExp | ast.While):
        node.test = ast.Constant(False)
    elif isinstance(node, ast.comprehension):
        node.ifs = []
    else:
        _become(node, ast.Pass())


def _become(node: ast.AST, other: ast.AST) -> None:
    place = {name: getattr(node, name) for name in node._attributes}
    node.__class__ = other.__class__
    node.__dict__.clear()
    node.__dict__.update({**other.__dict__, **place})
