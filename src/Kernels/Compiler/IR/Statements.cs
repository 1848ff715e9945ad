namespace GpuFormer.Kernels.Compiler.IR;

/// <summary>
/// Something with an effect or a place. Statements of a region run in order; control never enters a region but at its
/// top.
/// </summary>
internal abstract class Statement
{
    /// <summary>The C# line it came from, for diagnostics.</summary>
    public SourceLocation? Source { get; init; }

    internal abstract void Accept(IStatementVisitor visitor);
}

/// <summary>Reads an element; the index must be inside the memory for every thread that runs the statement.</summary>
internal sealed class Load(Memory memory, Value index) : Statement
{
    public Memory Memory { get; } = memory;

    public Value Index { get; } = index;

    public StatementResult Result { get; } =
        new(memory.Element.Loaded(), isHalf: memory.Element == ElementType.Float16);

    internal override void Accept(IStatementVisitor visitor) => visitor.Visit(this);
}

/// <summary>Writes an element; narrow integers keep the low bits, a half is rounded to nearest even.</summary>
internal sealed class Store(Memory memory, Value index, Value value) : Statement
{
    public Memory Memory { get; } = memory;

    public Value Index { get; } = index;

    public Value Value { get; } = value;

    internal override void Accept(IStatementVisitor visitor) => visitor.Visit(this);
}

/// <summary>Adds to an element indivisibly; the result is what the element held before.</summary>
internal sealed class AtomicAdd(Memory memory, Value index, Value value) : Statement
{
    public Memory Memory { get; } = memory;

    public Value Index { get; } = index;

    public Value Value { get; } = value;

    public StatementResult Result { get; } = new(memory.Element.Loaded());

    internal override void Accept(IStatementVisitor visitor) => visitor.Visit(this);
}

/// <summary>
/// Asks for the memory around an element ahead of its use: an effect, but neither a read nor a write. The index may lie
/// anywhere.
/// </summary>
internal sealed class Prefetch(ViewParameter view, Value index) : Statement
{
    public ViewParameter View { get; } = view;

    public Value Index { get; } = index;

    internal override void Accept(IStatementVisitor visitor) => visitor.Visit(this);
}

/// <summary>
/// Adds a product of halves, [16, 16] times [16, 8], to what 32 threads along X hold between them; reached by all of
/// them together. Only for targets that have the instruction: for others the front end inlines what it stands for.
/// </summary>
/// <param name="left">Shared halves.</param>
/// <param name="leftIndices">Where this thread's four pairs of the left factor start; even.</param>
/// <param name="right">Shared halves.</param>
/// <param name="rightIndices">Where this thread's two pairs of the right factor start; even.</param>
/// <param name="sums">This thread's four sums before.</param>
internal sealed class MatrixProduct(
    Memory left, IReadOnlyList<Value> leftIndices, Memory right, IReadOnlyList<Value> rightIndices,
    IReadOnlyList<Value> sums) : Statement
{
    public Memory Left { get; } = left;

    public IReadOnlyList<Value> LeftIndices { get; } = leftIndices;

    public Memory Right { get; } = right;

    public IReadOnlyList<Value> RightIndices { get; } = rightIndices;

    public IReadOnlyList<Value> Sums { get; } = sums;

    /// <summary>All values that it reads.</summary>
    public IEnumerable<Value> Operands => [.. LeftIndices, .. RightIndices, .. Sums];

    /// <summary>This thread's four sums after.</summary>
    public IReadOnlyList<StatementResult> Results { get; } =
        [.. sums.Select(_ => new StatementResult(ScalarType.Float32))];

    /// <summary>The same with other values.</summary>
    public MatrixProduct With(Func<Value, Value> map) => new(
        Left, [.. LeftIndices.Select(map)], Right, [.. RightIndices.Select(map)], [.. Sums.Select(map)])
    {
        Source = Source,
    };

    internal override void Accept(IStatementVisitor visitor) => visitor.Visit(this);
}

/// <summary>All threads of the group wait for each other; reached under uniform control only.</summary>
internal sealed class Barrier : Statement
{
    internal override void Accept(IStatementVisitor visitor) => visitor.Visit(this);
}

/// <summary>
/// Computes a pure value here, once, for every use that follows in this region and below it. Made by Scheduling, the
/// last common pass; a pure value without a Let is computed at its (single) use.
/// </summary>
internal sealed class Let(Value value) : Statement
{
    public Value Value { get; } = value;

    internal override void Accept(IStatementVisitor visitor) => visitor.Visit(this);
}

/// <summary>Reads a variable (front-end form).</summary>
internal sealed class VariableRead(Variable variable) : Statement
{
    public Variable Variable { get; } = variable;

    public StatementResult Result { get; } = new(variable.Type, variable.Name);

    internal override void Accept(IStatementVisitor visitor) => visitor.Visit(this);
}

/// <summary>Writes a variable (front-end form).</summary>
internal sealed class VariableWrite(Variable variable, Value value) : Statement
{
    public Variable Variable { get; } = variable;

    public Value Value { get; } = value;

    internal override void Accept(IStatementVisitor visitor) => visitor.Visit(this);
}

/// <summary>A statement with regions, whose results are what the region that was left handed over.</summary>
internal abstract class StructuredStatement : Statement
{
    /// <summary>The values this statement defines, in the order of the values handed over by Yield or Break.</summary>
    public List<StatementResult> Results { get; } = [];

    public abstract IEnumerable<Region> Regions { get; }
}

/// <summary>Runs one of two regions; each yields the results or leaves an enclosing statement.</summary>
internal sealed class If(Value condition) : StructuredStatement
{
    public Value Condition { get; } = condition;

    public Region Then { get; init; } = new();

    public Region Else { get; init; } = new();

    public override IEnumerable<Region> Regions => [Then, Else];

    internal override void Accept(IStatementVisitor visitor) => visitor.Visit(this);
}

/// <summary>
/// Runs its body again and again. <see cref="Region.Arguments"/> of the body start as <see cref="Initial"/>; a
/// Continue gives their next values, a Break the results.
/// </summary>
internal sealed class Loop : StructuredStatement
{
    public List<Value> Initial { get; } = [];

    public Region Body { get; init; } = new();

    public override IEnumerable<Region> Regions => [Body];

    internal override void Accept(IStatementVisitor visitor) => visitor.Visit(this);
}

/// <summary>
/// Runs its body once; a Break from inside (or a Yield at the end) hands over the results. Front-end form: gone after
/// ExitStructuring.
/// </summary>
internal sealed class Block : StructuredStatement
{
    public Region Body { get; init; } = new();

    public override IEnumerable<Region> Regions => [Body];

    internal override void Accept(IStatementVisitor visitor) => visitor.Visit(this);
}
