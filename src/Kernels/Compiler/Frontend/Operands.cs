using GpuFormer.Kernels.Compiler.IR;
using GpuFormer.Kernels.Specialisation;

namespace GpuFormer.Kernels.Compiler.Frontend;

/// <summary>What stands on the evaluation stack or in a place while IL is translated.</summary>
internal abstract record Operand;

/// <summary>A number.</summary>
internal sealed record ScalarOperand(Value Value) : Operand;

/// <summary>A view, a shared array or a local array: known at translation, no run-time value.</summary>
internal sealed record MemoryOperand(Memory Memory) : Operand;

/// <summary>A struct, as its fields in the order of <see cref="Specialisation.KernelSignature.FieldsOf"/>.</summary>
internal sealed record StructOperand(Type Type, Operand[] Fields) : Operand
{
    public bool Equals(StructOperand? other) =>
        other is not null && Type == other.Type && Fields.AsSpan().SequenceEqual(other.Fields);

    public override int GetHashCode() => Type.GetHashCode();
}

/// <summary>A managed reference to a local, an argument or a field of one.</summary>
internal sealed record PlaceReference(Place Place) : Operand;

/// <summary>
/// A managed reference to an element. Without an index it stands in a <see cref="ReferencePlace"/>, whose variable
/// holds the index.
/// </summary>
internal sealed record ElementReference(Memory Memory, Value? Index) : Operand;

/// <summary>A metadata token that <c>ldtoken</c> pushed.</summary>
internal sealed record TokenOperand(object Member) : Operand;

/// <summary>Something without a run-time value that differs between paths: refused when it is used.</summary>
internal sealed record ConflictOperand : Operand
{
    public static readonly ConflictOperand Instance = new();
}

/// <summary>A view, array or reference that was never assigned: refused when it is used.</summary>
internal sealed record UnassignedOperand : Operand
{
    public static readonly UnassignedOperand Instance = new();
}

/// <summary>A number that several paths left in a variable: read at the start of the block where they meet.</summary>
internal sealed record VariableOperand(Variable Variable) : Operand;

/// <summary>A reference to an element whose index several paths left in a variable.</summary>
internal sealed record ElementVariableOperand(Memory Memory, Variable Index) : Operand;
