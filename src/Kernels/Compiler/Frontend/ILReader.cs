using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;

namespace GpuFormer.Kernels.Compiler.Frontend;

/// <summary>One IL instruction with its operand decoded.</summary>
/// <param name="Offset">Where it starts in the method.</param>
/// <param name="Code">The operator.</param>
/// <param name="Integer">An integer constant, slot number or metadata token; 0 if it has none.</param>
/// <param name="Single">A float constant.</param>
/// <param name="Targets">Offsets that a branch may go to, in the order of a switch's cases.</param>
internal sealed record ILInstruction(int Offset, ILOpCode Code, int Integer, float Single, int[] Targets)
{
    /// <summary>The offset of the next instruction.</summary>
    public int Next { get; init; }

    /// <summary>What <see cref="OpCode"/> says about falling through, branching and leaving.</summary>
    public FlowControl Flow { get; init; }
}

/// <summary>Decodes the IL of a method (ECMA-335 III, partition VI.C for the encoding).</summary>
internal static class ILReader
{
    private static readonly Dictionary<ILOpCode, OpCode> Table = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => (ILOpCode)(ushort)code.Value);

    public static List<ILInstruction> Read(ReadOnlySpan<byte> il)
    {
        var result = new List<ILInstruction>();
        var at = 0;
        while (at < il.Length)
        {
            var offset = at;
            int value = il[at++];
            if (value == 0xFE)
                value = 0xFE00 | il[at++];
            var code = Table[(ILOpCode)value];
            var (integer, single, targets) = (0, 0f, Array.Empty<int>());
            switch (code.OperandType)
            {
                case OperandType.InlineNone:
                    break;
                case OperandType.ShortInlineI:
                    integer = (sbyte)il[at++];
                    break;
                case OperandType.ShortInlineVar:
                    integer = il[at++];
                    break;
                case OperandType.InlineVar:
                    integer = BinaryPrimitives.ReadUInt16LittleEndian(il[at..]);
                    at += 2;
                    break;
                case OperandType.ShortInlineR:
                    single = BinaryPrimitives.ReadSingleLittleEndian(il[at..]);
                    at += 4;
                    break;
                case OperandType.InlineI8 or OperandType.InlineR:
                    // 64-bit constants are refused where they are used; their value is never needed.
                    at += 8;
                    break;
                case OperandType.ShortInlineBrTarget:
                    var near = (sbyte)il[at++];
                    targets = [at + near];
                    break;
                case OperandType.InlineBrTarget:
                    var far = BinaryPrimitives.ReadInt32LittleEndian(il[at..]);
                    at += 4;
                    targets = [at + far];
                    break;
                case OperandType.InlineSwitch:
                    targets = new int[BinaryPrimitives.ReadInt32LittleEndian(il[at..])];
                    at += 4;
                    var end = at + (4 * targets.Length);
                    for (var i = 0; i < targets.Length; i++, at += 4)
                        targets[i] = end + BinaryPrimitives.ReadInt32LittleEndian(il[at..]);
                    break;
                default:
                    integer = BinaryPrimitives.ReadInt32LittleEndian(il[at..]);
                    at += 4;
                    break;
            }

            result.Add(new((int)offset, (ILOpCode)value, integer, single, targets)
            {
                Next = at,
                Flow = code.FlowControl,
            });
        }

        return result;
    }
}
