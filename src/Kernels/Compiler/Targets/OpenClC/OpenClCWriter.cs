using System.Globalization;
using System.Text;
using GpuFormer.Kernels.Compiler.IR;

namespace GpuFormer.Kernels.Compiler.Targets.OpenClC;

/// <summary>
/// Walks a canonical function and prints it. Each statement result, loop argument and Let is a C variable; every other
/// pure value is an expression at its use.
/// </summary>
internal sealed class OpenClCWriter(KernelFunction function) : CanonicalVisitor<OpenClCExpression>
{
    private readonly StringBuilder _body = new();
    private readonly Dictionary<Value, string> _names = [];
    private readonly Dictionary<Memory, string> _memories = [];
    private readonly SortedSet<string> _functions = new(StringComparer.Ordinal);
    private int _indent = 1;
    private int _count;

    public OpenClCProgram Write()
    {
        var entryPoint = function.EntryPoint;
        var parameters = DeclareParameters();
        foreach (var array in function.SharedArrays)
        {
            _memories[array] = $"shared{_memories.Count}";
            Line($"__local {Storage(array.Element)} {_memories[array]}[{array.Length}];");
        }

        WriteRegion(function.Body);

        var text = new StringBuilder();
        // Products and sums round on their own, as everywhere else; a fused one is written fma.
        text.Append("#pragma OPENCL FP_CONTRACT OFF\n\n");
        foreach (var name in _functions)
            text.Append(OpenClCOperators.Functions[name]).Append("\n\n");
        var group = function.Group;
        text.Append(CultureInfo.InvariantCulture,
            $"__kernel __attribute__((reqd_work_group_size({group.X}, {group.Y}, {group.Z})))\nvoid {entryPoint}(\n    ");
        text.AppendJoin(",\n    ", parameters).Append(")\n{\n").Append(_body).Append("}\n");
        return new OpenClCProgram(entryPoint, text.Replace("\r", "").ToString());
    }

    private List<string> DeclareParameters()
    {
        var declarations = new List<string>();
        var written = MemoryUse.WrittenBy(function);
        foreach (var parameter in function.Parameters)
        {
            switch (parameter)
            {
                case ViewParameter view:
                    var name = $"view{view.Index}";
                    var type = Storage(view.Element);
                    var access = written.Contains(view) ? "" : "const ";
                    // Several views share one buffer, so "restrict" belongs to the view, not to the buffer.
                    declarations.Add($"__global {access}{type} *buffer{view.Index}, int offset{view.Index}, "
                        + $"int length{view.Index} /* {view.Name} */");
                    Line($"__global {access}{type} *restrict {name} = buffer{view.Index} + offset{view.Index};");
                    _memories[view] = name;
                    break;
                case ScalarParameter scalar:
                    // A kernel argument cannot be a bool.
                    declarations.Add($"{(scalar.Type == ScalarType.Boolean ? "int" : OpenClCTarget.Name(scalar.Type))} "
                        + $"scalar{scalar.Index} /* {scalar.Name} */");
                    break;
            }
        }

        return declarations;
    }

    private void WriteRegion(Region region)
    {
        foreach (var statement in region.Statements)
            statement.Accept(this);
    }

    public override void Visit(Let let)
    {
        var expression = Expression(let.Value, isRoot: true);
        Line($"const {Declare(let.Value)} = {expression};");
    }

    public override void Visit(Load load)
    {
        var loaded = LoadText(load.Memory, Expression(load.Index));
        Line($"const {Declare(load.Result)} = {loaded};");
    }

    public override void Visit(Store store) =>
        Line(StoreText(store.Memory, Expression(store.Index), Expression(store.Value)));

    public override void Visit(AtomicAdd add)
    {
        var added = AtomicText(add.Memory, Expression(add.Index), Expression(add.Value));
        Line($"const {Declare(add.Result)} = {added};");
    }

    // A GPU has other threads to run meanwhile.
    public override void Visit(Prefetch prefetch)
    {
    }

    public override void Visit(MatrixProduct product) =>
        throw new InvalidOperationException("OpenCL C has no matrix units: the front end inlines their products.");

    public override void Visit(IR.Barrier barrier) => Line("barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);");

    public override void Visit(If branch)
    {
        foreach (var result in branch.Results)
            Line($"{Declare(result)};");
        var condition = Expression(branch.Condition, isRoot: true);
        if (IsEmpty(branch.Then))
        {
            Line($"if (!({condition}))");
            WriteArm(branch.Else, branch.Results);
            return;
        }

        Line($"if ({condition})");
        WriteArm(branch.Then, branch.Results);
        if (IsEmpty(branch.Else))
            return;
        Line("else");
        WriteArm(branch.Else, branch.Results);
    }

    private void WriteArm(Region arm, List<StatementResult> results)
    {
        Open();
        WriteRegion(arm);
        if (arm.Terminator is Yield yield)
            Assign(results, yield.Values);
        else
            arm.Terminator.Accept(this);
        Close();
    }

    public override void Visit(Loop loop)
    {
        for (var i = 0; i < loop.Initial.Count; i++)
        {
            var initial = Expression(loop.Initial[i]);
            Line($"{Declare(loop.Body.Arguments[i])} = {initial};");
        }

        foreach (var result in loop.Results)
            Line($"{Declare(result)};");
        Line("while (true)");
        Open();
        WriteRegion(loop.Body);
        loop.Body.Terminator.Accept(this);
        Close();
    }

    public override void Visit(Continue next)
    {
        Assign(next.Target.Body.Arguments, next.Values);
        Line("continue;");
    }

    public override void Visit(Break leave)
    {
        Assign(leave.Target.Results, leave.Values);
        Line("break;");
    }

    public override void Visit(Unreachable unreachable)
    {
    }

    private void Assign(IReadOnlyList<Value> targets, IReadOnlyList<Value> values)
    {
        var pending = new List<(Value Target, Value Source)>();
        for (var i = 0; i < targets.Count; i++)
        {
            if (!ReferenceEquals(targets[i], values[i]))
                pending.Add((targets[i], values[i]));
        }

        ParallelCopy.Write(pending, Reads, Keep,
            (target, source) => Line($"{_names[target]} = {Expression(source, isRoot: true)};"));
    }

    private StatementResult Keep(Value value)
    {
        var name = $"t{_count++}";
        Line($"const {OpenClCTarget.Name(value.Type)} {name} = {Expression(value, isRoot: true)};");
        var copy = new StatementResult(value.Type);
        _names[copy] = name;
        return copy;
    }

    private bool Reads(Value value, Value target) =>
        ReferenceEquals(value, target)
        || (!_names.ContainsKey(value) && value.Operands.ToArray().Any(operand => Reads(operand, target)));

    private string Expression(Value value, bool isRoot = false)
    {
        if (_names.TryGetValue(value, out var name))
            return name;
        var expression = value.Accept(this);
        return isRoot || expression.IsOperand ? expression.Text : $"({expression.Text})";
    }

    public override OpenClCExpression Visit(Constant constant) => new(OpenClCOperators.Constant(constant));

    public override OpenClCExpression Visit(ScalarParameter scalar) =>
        new(scalar.Type == ScalarType.Boolean ? $"(scalar{scalar.Index} != 0)" : $"scalar{scalar.Index}");

    public override OpenClCExpression Visit(ViewLength length) => new($"length{length.View.Index}");

    public override OpenClCExpression Visit(BuiltInValue builtIn) => new(OpenClCOperators.BuiltIn(builtIn.Kind));

    public override OpenClCExpression Visit(UnaryValue unary) =>
        Format(OpenClCOperators.Unary(unary.Operator, unary.Operand.Type), unary);

    public override OpenClCExpression Visit(BinaryValue binary)
    {
        var isSafe = binary.Right is Constant { Bits: not (0 or -1) };
        return Format(OpenClCOperators.Binary(binary.Operator, binary.Left.Type, isSafe), binary);
    }

    public override OpenClCExpression Visit(TernaryValue ternary) =>
        Format(OpenClCOperators.Ternary(ternary.Operator), ternary);

    private OpenClCExpression Format(string form, Value value)
    {
        var operands = value.Operands.ToArray().Select(object (operand) => Expression(operand)).ToArray();
        Use(form);
        return new(string.Format(CultureInfo.InvariantCulture, form, operands),
            form.EndsWith(')') && !form.StartsWith('(') && !form.StartsWith("-(", StringComparison.Ordinal));
    }

    private void Use(string form)
    {
        var end = form.IndexOf('(', StringComparison.Ordinal);
        if (end > 0 && OpenClCOperators.Functions.ContainsKey(form[..end]))
            _functions.Add(form[..end]);
    }

    private string LoadText(Memory memory, string index) => memory.Element switch
    {
        ElementType.Float16 => $"vload_half({index}, {HalfPointer(memory, isConst: true)})",
        ElementType.Float32 or ElementType.Int32 or ElementType.UInt32 or ElementType.Int16 or ElementType.UInt16
            or ElementType.Int8 or ElementType.UInt8 => $"{_memories[memory]}[{index}]",
    };

    private string StoreText(Memory memory, string index, string value) => memory.Element switch
    {
        ElementType.Float16 => $"vstore_half_rte({value}, {index}, {HalfPointer(memory, isConst: false)});",
        ElementType.Float32 or ElementType.Int32 or ElementType.UInt32 => $"{_memories[memory]}[{index}] = {value};",
        ElementType.Int16 or ElementType.UInt16 or ElementType.Int8 or ElementType.UInt8 =>
            $"{_memories[memory]}[{index}] = ({OpenClCTarget.Name(memory.Element)})({value});",
    };

    private string AtomicText(Memory memory, string index, string value)
    {
        if (memory.Element != ElementType.Float32)
            return $"atomic_add(&{_memories[memory]}[{index}], {value})";
        var name = memory is SharedArray ? "gf_add_local" : "gf_add_global";
        _functions.Add(name);
        return $"{name}(&{_memories[memory]}[{index}], {value})";
    }

    // Halves are only ever loaded and stored, which needs no half arithmetic; their pointers may point to ushort.
    private string HalfPointer(Memory memory, bool isConst) =>
        $"({(memory is SharedArray ? "__local" : "__global")} {(isConst ? "const " : "")}half *){_memories[memory]}";

    private static string Storage(ElementType element) =>
        element == ElementType.Float16 ? "ushort" : OpenClCTarget.Name(element);

    private string Declare(Value value)
    {
        var name = $"v{_count++}";
        _names[value] = name;
        return $"{OpenClCTarget.Name(value.Type)} {name}";
    }

    private void Open()
    {
        Line("{");
        _indent++;
    }

    private void Close()
    {
        _indent--;
        Line("}");
    }

    private void Line(string text) => _body.Append(' ', 4 * _indent).Append(text).Append('\n');
}

/// <summary>A value as C.</summary>
/// <param name="Text">An expression.</param>
/// <param name="IsOperand">Whether it may stand beside operators without parentheses.</param>
internal readonly record struct OpenClCExpression(string Text, bool IsOperand = true);
