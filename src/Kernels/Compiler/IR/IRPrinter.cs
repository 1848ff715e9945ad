using System.Globalization;
using System.Text;

namespace GpuFormer.Kernels.Compiler.IR;

/// <summary>
/// Writes a function as text that is the same for the same function: for <c>explain</c>, for snapshots and for tests.
/// Results and carried values are numbered in the order of the text. A pure value that is used more than once gets a
/// number, with <c>:=</c> where a region first uses it (<c>let</c>, where it has a place); others stand where they are
/// used.
/// </summary>
internal sealed class IRPrinter : IStatementVisitor, ITerminatorVisitor, IValueVisitor<string>
{
    private readonly StringBuilder _text = new();
    private readonly Dictionary<object, string> _names = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<string> _taken = [];
    private readonly Dictionary<Value, int> _uses = [];
    private readonly HashSet<Value> _placed = [];
    private readonly Stack<HashSet<Value>> _visible = [];
    private readonly bool _withSource;
    private int _depth = 1;
    private int _next;

    private IRPrinter(bool withSource) => _withSource = withSource;

    /// <summary>The text of a function in either form.</summary>
    /// <param name="function">What to print.</param>
    /// <param name="withSource">Adds the C# line to statements that begin another one.</param>
    public static string Print(KernelFunction function, bool withSource = false)
    {
        var printer = new IRPrinter(withSource);
        printer.PrintFunction(function);
        return printer._text.ToString();
    }

    /// <summary>The text of one value, for messages of the validator and of tests.</summary>
    public static string Print(Value value)
    {
        var printer = new IRPrinter(false);
        return printer.Expression(value);
    }

    private void PrintFunction(KernelFunction function)
    {
        Count(function.Body);
        _text.Append(CultureInfo.InvariantCulture,
            $"kernel {function.Name} group {function.Group.X}x{function.Group.Y}x{function.Group.Z}\n");
        foreach (var parameter in function.Parameters)
        {
            Line(parameter switch
            {
                ViewParameter view => $"view {Name(view, view.Name)}: {Word(view.Element)}",
                ScalarParameter scalar => $"scalar {Name(scalar, scalar.Name)}: {Word(scalar.Type)}",
                _ => throw new InvalidOperationException($"{parameter} is no parameter."),
            });
        }

        foreach (var shared in function.SharedArrays)
            Line($"shared {Name(shared, shared.Name)}: {Word(shared.Element)}[{shared.Length}]");
        foreach (var local in function.LocalArrays)
            Line($"local {Name(local, local.Name)}: {Word(local.Element)}[{local.Length}]");
        foreach (var variable in function.Variables)
            Line($"variable {Name(variable, variable.Name)}: {Word(variable.Type)}");
        _text.Append("{\n");
        PrintRegion(function.Body);
        _text.Append("}\n");
    }

    private void PrintRegion(Region region)
    {
        _visible.Push([]);
        SourceLocation? last = null;
        foreach (var statement in region.Statements)
        {
            if (_withSource && statement.Source is { } source && source != last)
                Line($"// {last = source}");
            statement.Accept(this);
        }

        if (region.Terminator is not Yield { Values.Count: 0 })
        {
            Define(region.Terminator.Values);
            region.Terminator.Accept(this);
        }

        _visible.Pop();
    }

    void ITerminatorVisitor.Visit(Yield yield) => Line($"yield {Values(yield)}");

    void ITerminatorVisitor.Visit(Break leave) => Line($"break {Label(leave.Target)} {Values(leave)}".TrimEnd());

    void ITerminatorVisitor.Visit(Continue next) => Line($"continue {Label(next.Target)} {Values(next)}".TrimEnd());

    void ITerminatorVisitor.Visit(Return leave) => Line("return");

    void ITerminatorVisitor.Visit(Unreachable unreachable) => Line(nameof(Unreachable));

    private string Values(Terminator terminator) => string.Join(", ", terminator.Values.Select(Expression));

    void IStatementVisitor.Visit(Load load)
    {
        Define([load.Index]);
        Line($"{Result(load.Result)} = load {Element(load.Memory, load.Index)}");
    }

    void IStatementVisitor.Visit(Store store)
    {
        Define([store.Index, store.Value]);
        Line($"store {Element(store.Memory, store.Index)} = {Expression(store.Value)}");
    }

    void IStatementVisitor.Visit(AtomicAdd add)
    {
        Define([add.Index, add.Value]);
        Line($"{Result(add.Result)} = atomic add {Element(add.Memory, add.Index)}, {Expression(add.Value)}");
    }

    void IStatementVisitor.Visit(Prefetch prefetch)
    {
        Define([prefetch.Index]);
        Line($"prefetch {Element(prefetch.View, prefetch.Index)}");
    }

    void IStatementVisitor.Visit(MatrixProduct product)
    {
        Define([.. product.Operands]);
        Line($"{string.Join(", ", product.Results.Select(Result))} = matrix product "
            + $"{string.Join(", ", product.LeftIndices.Select(index => Element(product.Left, index)))}; "
            + $"{string.Join(", ", product.RightIndices.Select(index => Element(product.Right, index)))}; "
            + string.Join(", ", product.Sums.Select(Expression)));
    }

    void IStatementVisitor.Visit(Barrier barrier) => Line("barrier");

    void IStatementVisitor.Visit(Let let)
    {
        Define(let.Value.Operands.ToArray());
        var right = Operator(let.Value);
        Line($"let {Result(let.Value)} = {right}");
        _placed.Add(let.Value);
    }

    void IStatementVisitor.Visit(VariableRead read) =>
        Line($"{Result(read.Result)} = {Name(read.Variable, read.Variable.Name)}");

    void IStatementVisitor.Visit(VariableWrite write)
    {
        Define([write.Value]);
        Line($"{Name(write.Variable, write.Variable.Name)} = {Expression(write.Value)}");
    }

    void IStatementVisitor.Visit(If branch)
    {
        Define([branch.Condition]);
        Open(branch, $"if {Expression(branch.Condition)} {{", branch.Then);
        if (branch.Else.Statements.Count > 0 || branch.Else.Terminator is not Yield { Values.Count: 0 })
        {
            Line("} else {");
            Nested(branch.Else);
        }

        Line("}");
    }

    void IStatementVisitor.Visit(Loop loop)
    {
        Define(loop.Initial);
        var initial = loop.Initial.Select(Expression).ToArray();
        var carried = loop.Body.Arguments.Select((argument, i) =>
            $"{Result(argument)}{(argument.Name is null ? "" : $" {argument.Name}")} = {initial[i]}");
        Open(loop, $"{Label(loop)}: loop {string.Join(", ", carried)}".TrimEnd() + " {", loop.Body);
        Line("}");
    }

    void IStatementVisitor.Visit(Block block)
    {
        Open(block, $"{Label(block)}: block {{", block.Body);
        Line("}");
    }

    private void Open(StructuredStatement statement, string head, Region region)
    {
        if (statement.Results.Count > 0)
            head = $"{string.Join(", ", statement.Results.Select(Result))} = {head}";
        Line(head);
        Nested(region);
    }

    private void Nested(Region region)
    {
        _depth++;
        PrintRegion(region);
        _depth--;
    }

    // Numbers the shared values below these, operands first, unless they are visible here.
    private void Define(IEnumerable<Value> values)
    {
        foreach (var value in values)
        {
            if (value.Operands.Length == 0 || _placed.Contains(value) || _visible.Any(scope => scope.Contains(value)))
                continue;
            Define(value.Operands.ToArray());
            if (_uses.GetValueOrDefault(value) < 2)
                continue;
            var right = Operator(value);
            Line($"{Result(value)} := {right}");
            _visible.Peek().Add(value);
        }
    }

    private string Expression(Value value)
    {
        if (_names.TryGetValue(value, out var name)
            && (value.Operands.Length == 0 || _placed.Contains(value) || _visible.Any(scope => scope.Contains(value))))
        {
            return name;
        }

        return value.Accept(this);
    }

    private string Operator(Value value) => value.Operands.Length == 0 ? Expression(value) : value.Accept(this);

    string IValueVisitor<string>.Visit(Constant constant) => constant.Type switch
    {
        ScalarType.Boolean => constant.Bits != 0 ? "true" : "false",
        ScalarType.Int32 => constant.Bits.ToString(CultureInfo.InvariantCulture),
        ScalarType.UInt32 => ((uint)constant.Bits).ToString(CultureInfo.InvariantCulture) + "u",
        ScalarType.Float32 => Float(constant),
    };

    string IValueVisitor<string>.Visit(ScalarParameter scalar) => scalar.Name;

    string IValueVisitor<string>.Visit(ViewLength length) => $"{Name(length.View, length.View.Name)}.length";

    string IValueVisitor<string>.Visit(BuiltInValue builtIn) => Word(builtIn.Kind);

    string IValueVisitor<string>.Visit(UnaryValue unary) => (unary.Operator, unary.Type) switch
    {
        (UnaryOperator.Negate, _) => $"-{Expression(unary.Operand)}",
        (UnaryOperator.Not, ScalarType.Boolean) => $"!{Expression(unary.Operand)}",
        var (named, _) => $"{Word(named)}({Expression(unary.Operand)})",
    };

    string IValueVisitor<string>.Visit(BinaryValue binary) =>
        binary.Operator is BinaryOperator.Maximum or BinaryOperator.Minimum
            ? $"{Word(binary.Operator)}({Expression(binary.Left)}, {Expression(binary.Right)})"
            : $"({Expression(binary.Left)} {Symbol(binary.Operator)} {Expression(binary.Right)})";

    string IValueVisitor<string>.Visit(TernaryValue ternary) => $"{Word(ternary.Operator)}("
        + $"{Expression(ternary.First)}, {Expression(ternary.Second)}, {Expression(ternary.Third)})";

    string IValueVisitor<string>.Visit(RegionArgument argument) => Result(argument);

    string IValueVisitor<string>.Visit(StatementResult result) => Result(result);

    private static string Symbol(BinaryOperator op) => op switch
    {
        BinaryOperator.Add => "+",
        BinaryOperator.Subtract => "-",
        BinaryOperator.Multiply => "*",
        BinaryOperator.Divide => "/",
        BinaryOperator.Remainder => "%",
        BinaryOperator.Maximum => "max",
        BinaryOperator.Minimum => "min",
        BinaryOperator.And => "&",
        BinaryOperator.Or => "|",
        BinaryOperator.Xor => "^",
        BinaryOperator.ShiftLeft => "<<",
        BinaryOperator.ShiftRight => ">>",
        BinaryOperator.Equal => "==",
        BinaryOperator.NotEqual => "!=",
        BinaryOperator.Less => "<",
        BinaryOperator.LessOrEqual => "<=",
        BinaryOperator.Greater => ">",
        BinaryOperator.GreaterOrEqual => ">=",
    };

    private static string Float(Constant c) => float.IsFinite(c.AsFloat)
        ? c.AsFloat.ToString("R", CultureInfo.InvariantCulture) + "f"
        : $"float(0x{c.Bits:x8})";

    private string Element(Memory memory, Value index) => $"{Name(memory, memory.Name)}[{Expression(index)}]";

    private string Result(Value value)
    {
        if (!_names.TryGetValue(value, out var name))
            _names[value] = name = $"%{_next++}";
        return name;
    }

    private string Label(StructuredStatement statement) => Name(statement, statement is Loop ? "L" : "B");

    // C# names may repeat: later ones get a number.
    private string Name(object thing, string wanted)
    {
        if (_names.TryGetValue(thing, out var name))
            return name;
        name = wanted;
        for (var i = 1; !_taken.Add(name); i++)
            name = $"{wanted}.{i}";
        return _names[thing] = name;
    }

    private static string Word<T>(T member)
        where T : struct, Enum
    {
        var word = member.ToString();
        return char.ToLowerInvariant(word[0]) + word[1..];
    }

    private void Line(string text) => _text.Append(' ', 2 * _depth).Append(text).Append('\n');

    private void Count(Region region)
    {
        foreach (var statement in region.Statements)
        {
            foreach (var value in Used(statement))
                Count(value);
            if (statement is StructuredStatement structured)
            {
                foreach (var nested in structured.Regions)
                    Count(nested);
            }
        }

        foreach (var value in region.Terminator.Values)
            Count(value);
    }

    private void Count(Value value)
    {
        var uses = _uses[value] = _uses.GetValueOrDefault(value) + 1;
        if (uses > 1)
            return;
        foreach (var operand in value.Operands)
            Count(operand);
    }

    private static IEnumerable<Value> Used(Statement statement) => statement switch
    {
        Load load => [load.Index],
        Store store => [store.Index, store.Value],
        AtomicAdd add => [add.Index, add.Value],
        Prefetch prefetch => [prefetch.Index],
        MatrixProduct product => product.Operands,
        VariableWrite write => [write.Value],
        Let let => let.Value.Operands.ToArray(),
        If branch => [branch.Condition],
        Loop loop => loop.Initial,
        _ => [],
    };
}
