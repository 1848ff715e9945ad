namespace GpuFormer.Kernels.Compiler.IR;

/// <summary>What is done with each kind of statement: a new kind does not compile until every visitor knows it.</summary>
internal interface IStatementVisitor
{
    void Visit(Load load);

    void Visit(Store store);

    void Visit(AtomicAdd add);

    void Visit(Prefetch prefetch);

    void Visit(MatrixProduct product);

    void Visit(Barrier barrier);

    void Visit(Let let);

    void Visit(VariableRead read);

    void Visit(VariableWrite write);

    void Visit(If branch);

    void Visit(Loop loop);

    void Visit(Block block);
}

/// <summary>What is done with each way in which a region ends.</summary>
internal interface ITerminatorVisitor
{
    void Visit(Yield yield);

    void Visit(Break leave);

    void Visit(Continue next);

    void Visit(Return leave);

    void Visit(Unreachable unreachable);
}

/// <summary>What is made of each kind of value.</summary>
/// <typeparam name="T">What stands for a value.</typeparam>
internal interface IValueVisitor<out T>
{
    T Visit(Constant constant);

    T Visit(ScalarParameter scalar);

    T Visit(ViewLength length);

    T Visit(BuiltInValue builtIn);

    T Visit(UnaryValue unary);

    T Visit(BinaryValue binary);

    T Visit(TernaryValue ternary);

    T Visit(RegionArgument argument);

    T Visit(StatementResult result);
}

/// <summary>
/// Walks a function in canonical form. Whoever writes one says what becomes of each statement, jump and value that the
/// form has; what it has no more is an error here.
/// </summary>
/// <typeparam name="T">What stands for a value.</typeparam>
internal abstract class CanonicalVisitor<T> : IStatementVisitor, ITerminatorVisitor, IValueVisitor<T>
{
    public abstract void Visit(Load load);

    public abstract void Visit(Store store);

    public abstract void Visit(AtomicAdd add);

    public abstract void Visit(Prefetch prefetch);

    public abstract void Visit(MatrixProduct product);

    public abstract void Visit(Barrier barrier);

    public abstract void Visit(Let let);

    public abstract void Visit(If branch);

    public abstract void Visit(Loop loop);

    /// <summary>Leaves the loop.</summary>
    public abstract void Visit(Break leave);

    /// <summary>Starts the next turn of the loop.</summary>
    public abstract void Visit(Continue next);

    public abstract void Visit(Unreachable unreachable);

    public abstract T Visit(Constant constant);

    public abstract T Visit(ScalarParameter scalar);

    public abstract T Visit(ViewLength length);

    public abstract T Visit(BuiltInValue builtIn);

    public abstract T Visit(UnaryValue unary);

    public abstract T Visit(BinaryValue binary);

    public abstract T Visit(TernaryValue ternary);

    /// <summary>Whether nothing happens in an arm, and it hands over nothing.</summary>
    protected static bool IsEmpty(Region arm) =>
        arm.Statements.Count == 0 && arm.Terminator is Yield { Values.Count: 0 };

    void IStatementVisitor.Visit(VariableRead read) => throw NotCanonical(read);

    void IStatementVisitor.Visit(VariableWrite write) => throw NotCanonical(write);

    void IStatementVisitor.Visit(Block block) => throw NotCanonical(block);

    // Whoever writes an If or a body looks for the Yield at its end.
    void ITerminatorVisitor.Visit(Yield yield) => throw NotCanonical(yield);

    void ITerminatorVisitor.Visit(Return leave) => throw NotCanonical(leave);

    T IValueVisitor<T>.Visit(RegionArgument argument) => throw Undefined(argument);

    T IValueVisitor<T>.Visit(StatementResult result) => throw Undefined(result);

    private static InvalidOperationException NotCanonical(object part) =>
        new($"{part.GetType().Name} is not canonical here.");

    private static InvalidOperationException Undefined(Value value) =>
        new($"A {value.GetType().Name} is used where it is not defined.");
}
