"""Mutants of a module: the same functions with one small thing changed, as a slip of the pen would."""

import ast
from collections import Counter
from collections.abc import Callable, Iterator
from copy import deepcopy
from types import CodeType
from typing import NamedTuple

COMPARISONS: dict[type[ast.cmpop], ast.cmpop] = {
    ast.Lt: ast.LtE(),
    ast.LtE: ast.Lt(),
    ast.Gt: ast.GtE(),
    ast.GtE: ast.Gt(),
    ast.Eq: ast.NotEq(),
    ast.NotEq: ast.Eq(),
    ast.In: ast.NotIn(),
    ast.NotIn: ast.In(),
    ast.Is: ast.IsNot(),
    ast.IsNot: ast.Is(),
}
OPERATIONS: dict[type[ast.operator], ast.operator] = {
    ast.Add: ast.Sub(),
    ast.Sub: ast.Add(),
    ast.Mult: ast.FloorDiv(),
    ast.FloorDiv: ast.Mult(),
    ast.Mod: ast.Mult(),
    ast.BitAnd: ast.BitOr(),
    ast.BitOr: ast.BitAnd(),
}
CALLS = {"min": "max", "max": "min", "any": "all", "all": "any"}


class Mutant(NamedTuple):
    """name: the function, and what became of which of its expressions. code: that function's own."""

    name: str
    function: str
    code: CodeType


def mutants(source: str, file: str) -> Iterator[Mutant]:
    """Every mutant of the functions and methods in a module; what stands outside of functions is left alone."""
    tree = ast.parse(source)
    seen = Counter[str]()
    for function in _functions(tree):
        inside = [node for part in function.body for node in ast.walk(part)]
        for number, node in enumerate(inside):
            for change in _changes(node):
                changed = deepcopy(function)
                copied = [each for part in changed.body for each in ast.walk(part)][number]
                before = ast.unparse(copied)
                change(copied)
                name = f"{function.name}: `{_shown(before)}` → `{_shown(ast.unparse(copied))}`"
                seen[name] += 1
                named = name if seen[name] == 1 else f"{name} (number {seen[name]})"
                yield Mutant(named, function.name, _compiled(changed, file))


def _functions(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    """Functions, and methods of classes; those inside a function belong to it."""
    for node in tree.body:
        inner = node.body if isinstance(node, ast.ClassDef) else [node]
        yield from (each for each in inner if isinstance(each, ast.FunctionDef))


def _compiled(function: ast.FunctionDef, file: str) -> CodeType:
    bare = deepcopy(function)
    bare.decorator_list, bare.returns = [], None
    code = compile(ast.fix_missing_locations(ast.Module([bare], [])), file, "exec")
    return next(each for each in code.co_consts if isinstance(each, CodeType) and each.co_name == function.name)


Change = Callable[[ast.AST], None]


def _changes(node: ast.AST) -> Iterator[Change]:  # noqa: C901 - one case for each kind of node
    """Each small change that can be made to a node, which it is made to in place."""
    match node:
        case ast.Compare(ops=operators):
            for number, operator in enumerate(operators):
                yield lambda copy, n=number, to=COMPARISONS[type(operator)]: copy.ops.__setitem__(n, to)  # type: ignore[attr-defined, misc]
        case ast.BinOp(op=operation) if type(operation) in OPERATIONS:
            yield lambda copy: setattr(copy, "op", OPERATIONS[type(operation)])
        case ast.BoolOp(op=ast.And()):
            yield lambda copy: setattr(copy, "op", ast.Or())
        case ast.BoolOp():
            yield lambda copy: setattr(copy, "op", ast.And())
        case ast.Constant(value=bool()):
            yield lambda copy: setattr(copy, "value", not copy.value)  # type: ignore[attr-defined]
        case ast.Constant(value=int()):
            yield lambda copy: setattr(copy, "value", copy.value + 1)  # type: ignore[attr-defined]
        case ast.Call(func=ast.Name(id=name)) if name in CALLS:
            yield lambda copy: setattr(copy.func, "id", CALLS[name])  # type: ignore[attr-defined]
        case ast.If() | ast.IfExp() | ast.While():
            yield lambda copy: setattr(copy, "test", _negated(copy.test))  # type: ignore[attr-defined]
        case ast.comprehension(ifs=conditions):
            for number in range(len(conditions)):
                yield lambda copy, n=number: copy.ifs.__setitem__(n, _negated(copy.ifs[n]))  # type: ignore[attr-defined, misc]
        case ast.Expr(value=ast.Yield() | ast.YieldFrom()):
            yield lambda copy: setattr(copy, "value", ast.Constant(value=None))


def _negated(test: ast.expr) -> ast.expr:
    return test.operand if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not) else ast.UnaryOp(ast.Not(), test)


def _shown(code: str) -> str:
    """The first line, shortened."""
    first = code.partition("\n")[0]
    return first if len(first) <= 100 else f"{first[:99]}…"
