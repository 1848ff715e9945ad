namespace GpuFormer.Kernels.Compiler.IR;

/// <summary>
/// A value of the IR. Pure values (constants, parameters, built-ins and operators) have no effect, cannot fail and
/// belong to no place: a target may compute them wherever their operands are known. They are made by
/// <see cref="ValueFactory"/> only, which folds constants and returns the same object for the same expression, so that
/// common subexpressions are common by construction and equality is reference equality. Values that belong to a place
/// are region arguments and statement results.
/// </summary>
internal abstract class Value
{
    // Values are keys all over the compiler, and the runtime's own hash of an object is slow to make. It need not be
    // unique, so that threads may count past each other.
    private static int _made;
    private readonly int _hash = ++_made;

    private protected Value(ScalarType type) => Type = type;

    public ScalarType Type { get; }

    /// <summary>The values this pure value is computed from; none for leaves.</summary>
    public virtual ReadOnlySpan<Value> Operands => [];

    internal abstract T Accept<T>(IValueVisitor<T> visitor);

    public sealed override bool Equals(object? obj) => ReferenceEquals(this, obj);

    public sealed override int GetHashCode() => _hash;
}

/// <summary>A constant; a Boolean is 0 or 1, a float its bits.</summary>
internal sealed class Constant : Value
{
    internal Constant(ScalarType type, int bits)
        : base(type) => Bits = bits;

    public int Bits { get; }

    public float AsFloat => BitConverter.Int32BitsToSingle(Bits);

    internal override T Accept<T>(IValueVisitor<T> visitor) => visitor.Visit(this);
}

/// <summary>A scalar parameter of the kernel, known at launch.</summary>
internal sealed class ScalarParameter : Value
{
    internal ScalarParameter(int index, string name, ScalarType type)
        : base(type) => (Index, Name) = (index, name);

    /// <summary>The place in <see cref="KernelFunction.Parameters"/>.</summary>
    public int Index { get; }

    public string Name { get; }

    internal override T Accept<T>(IValueVisitor<T> visitor) => visitor.Visit(this);
}

/// <summary>The number of elements of a view, known at launch.</summary>
internal sealed class ViewLength : Value
{
    internal ViewLength(ViewParameter view)
        : base(ScalarType.Int32) => View = view;

    public ViewParameter View { get; }

    internal override T Accept<T>(IValueVisitor<T> visitor) => visitor.Visit(this);
}

/// <summary>An index or size of the grid; sizes of the group are constants of the specialisation.</summary>
internal enum BuiltIn
{
    GridIndexX,
    GridIndexY,
    GridIndexZ,
    GridSizeX,
    GridSizeY,
    GridSizeZ,
    GroupIndexX,
    GroupIndexY,
    GroupIndexZ,
}

internal sealed class BuiltInValue : Value
{
    internal BuiltInValue(BuiltIn kind)
        : base(ScalarType.Int32) => Kind = kind;

    public BuiltIn Kind { get; }

    internal override T Accept<T>(IValueVisitor<T> visitor) => visitor.Visit(this);
}

internal enum UnaryOperator
{
    /// <summary>Integer (wrapping) or float negation.</summary>
    Negate,

    /// <summary>Bitwise complement of an integer, logical not of a Boolean.</summary>
    Not,
    Absolute,
    SquareRoot,
    Floor,

    /// <summary>Int32 to Float32, rounded to nearest even.</summary>
    IntToFloat,

    /// <summary>UInt32 to Float32, rounded to nearest even.</summary>
    UIntToFloat,

    /// <summary>Float32 to Int32, towards zero; saturates, not-a-number gives 0.</summary>
    FloatToInt,

    /// <summary>Same bits, other type, among Int32, UInt32 and Float32.</summary>
    BitsToInt,
    BitsToUInt,
    BitsToFloat,

    /// <summary>Boolean to 0 or 1.</summary>
    BoolToInt,

    /// <summary>Rounds a float to the nearest half-precision value (ties to even) and back.</summary>
    RoundToHalf,

    /// <summary>Keeps the low bits of an Int32 and widens them again (C#'s conv.i1, conv.u1, conv.i2, conv.u2).</summary>
    SignExtend8,
    ZeroExtend8,
    SignExtend16,
    ZeroExtend16,
}

internal enum BinaryOperator
{
    // Integers wrap, floats round to nearest even.
    Add,
    Subtract,
    Multiply,

    /// <summary>Float division; integer division truncates and gives 0 when the divisor is 0.</summary>
    Divide,

    /// <summary>Integer remainder, with the sign of the dividend; 0 when the divisor is 0. Not for floats.</summary>
    Remainder,

    /// <summary>a &gt; b ? a : b, so that a not-a-number or an equal pair gives b.</summary>
    Maximum,

    /// <summary>a &lt; b ? a : b.</summary>
    Minimum,

    /// <summary>Bitwise for integers, logical for Booleans.</summary>
    And,
    Or,
    Xor,

    /// <summary>The count is taken modulo 32; right shift is arithmetic for Int32, logical for UInt32.</summary>
    ShiftLeft,
    ShiftRight,

    // Comparisons give a Boolean and are false if either side is not a number, but NotEqual, which is then true.
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

internal enum TernaryOperator
{
    /// <summary>a ? b : c. Both sides are computed.</summary>
    Select,

    /// <summary>a * b + c, rounded once.</summary>
    FusedMultiplyAdd,
}

internal sealed class UnaryValue : Value
{
    private readonly Value[] _operands;

    internal UnaryValue(UnaryOperator op, ScalarType type, Value operand)
        : base(type) => (Operator, _operands) = (op, [operand]);

    public UnaryOperator Operator { get; }

    public Value Operand => _operands[0];

    public override ReadOnlySpan<Value> Operands => _operands;

    internal override T Accept<T>(IValueVisitor<T> visitor) => visitor.Visit(this);
}

internal sealed class BinaryValue : Value
{
    private readonly Value[] _operands;

    internal BinaryValue(BinaryOperator op, ScalarType type, Value left, Value right)
        : base(type) => (Operator, _operands) = (op, [left, right]);

    public BinaryOperator Operator { get; }

    public Value Left => _operands[0];

    public Value Right => _operands[1];

    public override ReadOnlySpan<Value> Operands => _operands;

    internal override T Accept<T>(IValueVisitor<T> visitor) => visitor.Visit(this);
}

internal sealed class TernaryValue : Value
{
    private readonly Value[] _operands;

    internal TernaryValue(TernaryOperator op, ScalarType type, Value first, Value second, Value third)
        : base(type) => (Operator, _operands) = (op, [first, second, third]);

    public TernaryOperator Operator { get; }

    public Value First => _operands[0];

    public Value Second => _operands[1];

    public Value Third => _operands[2];

    public override ReadOnlySpan<Value> Operands => _operands;

    internal override T Accept<T>(IValueVisitor<T> visitor) => visitor.Visit(this);
}

/// <summary>A value a loop carries from one turn to the next, defined at the top of the loop's body.</summary>
internal sealed class RegionArgument : Value
{
    public RegionArgument(ScalarType type, string? name = null)
        : base(type) => Name = name;

    /// <summary>The C# local it came from, for readers of dumps.</summary>
    public string? Name { get; }

    internal override T Accept<T>(IValueVisitor<T> visitor) => visitor.Visit(this);
}

/// <summary>A value that a statement defines: what a load read, what an if, loop or block yields.</summary>
internal sealed class StatementResult : Value
{
    public StatementResult(ScalarType type, string? name = null, bool isHalf = false)
        : base(type) => (Name, IsHalf) = (name, isHalf);

    public string? Name { get; }

    /// <summary>Whether it was read from memory of halves: rounding it changes nothing.</summary>
    public bool IsHalf { get; }

    internal override T Accept<T>(IValueVisitor<T> visitor) => visitor.Visit(this);
}
