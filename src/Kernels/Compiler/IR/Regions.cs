namespace GpuFormer.Kernels.Compiler.IR;

/// <summary>A sequence of statements with one entry and, at the end, the one jump that leaves it.</summary>
internal sealed class Region
{
    /// <summary>Values that are new at each entry: a loop's carried values. None for other regions.</summary>
    public List<RegionArgument> Arguments { get; } = [];

    public List<Statement> Statements { get; } = [];

    public Terminator Terminator { get; set; } = new Yield([]);

    /// <summary>Whether a statement here, or in a region below, is one of those.</summary>
    public bool Contains(Func<Statement, bool> isOne) => Statements.Exists(statement =>
        isOne(statement)
        || (statement is StructuredStatement inner && inner.Regions.Any(region => region.Contains(isOne))));
}

/// <summary>How a region ends.</summary>
internal abstract class Terminator(IReadOnlyList<Value> values)
{
    /// <summary>What is handed over.</summary>
    public IReadOnlyList<Value> Values { get; } = values;

    internal abstract void Accept(ITerminatorVisitor visitor);
}

/// <summary>Goes on after the enclosing If or Block with these results; at the end of a kernel's body, ends it.</summary>
internal sealed class Yield(IReadOnlyList<Value> values) : Terminator(values)
{
    internal override void Accept(ITerminatorVisitor visitor) => visitor.Visit(this);
}

/// <summary>Leaves an enclosing Loop or Block with these results.</summary>
internal sealed class Break(StructuredStatement target, IReadOnlyList<Value> values) : Terminator(values)
{
    public StructuredStatement Target { get; } = target;

    internal override void Accept(ITerminatorVisitor visitor) => visitor.Visit(this);
}

/// <summary>Starts the next turn of an enclosing loop with these arguments.</summary>
internal sealed class Continue(Loop target, IReadOnlyList<Value> values) : Terminator(values)
{
    public Loop Target { get; } = target;

    internal override void Accept(ITerminatorVisitor visitor) => visitor.Visit(this);
}

/// <summary>Ends the thread (front-end form: gone after ExitStructuring).</summary>
internal sealed class Return() : Terminator([])
{
    internal override void Accept(ITerminatorVisitor visitor) => visitor.Visit(this);
}

/// <summary>
/// Never reached: the region's last statement is left by jumps alone (an If whose arms both leave, a loop without a
/// Break).
/// </summary>
internal sealed class Unreachable() : Terminator([])
{
    internal override void Accept(ITerminatorVisitor visitor) => visitor.Visit(this);
}
