using System.Globalization;
using System.Text;

namespace GpuFormer.Kernels.Compiler.Targets.SpirV;

/// <summary>
/// A module as text for eyes and for comparisons: a line for each instruction, its name and its operands as the numbers
/// that they are. No assembler reads it; <c>spirv-dis</c> makes more of the module itself.
/// </summary>
internal static class SpirVListing
{
    // SPIR-V specification, 2.3: magic, version, generator, bound, schema.
    private const int HeaderWords = 5;

    /// <summary>The text, which ends with a line break.</summary>
    public static string Print(SpirVModule module)
    {
        var words = module.Words;
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"version 0x{words[1]:x8} bound {words[3]}\n");
        for (var at = HeaderWords; at < words.Length;)
        {
            // 2.3, table 2: the number of words in the upper half, the instruction in the lower.
            var (count, op) = ((int)(words[at] >> 16), (SpirVOp)(ushort)words[at]);
            text.Append("Op").Append(op);
            for (var operand = at + 1; operand < at + count; operand++)
                text.Append(' ').Append(words[operand].ToString(CultureInfo.InvariantCulture));
            text.Append('\n');
            at += count;
        }

        return text.ToString();
    }
}
