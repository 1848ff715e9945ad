using System.Globalization;
using System.Text;
using GpuFormer.Kernels.Compiler.IR;

namespace GpuFormer.Kernels.Compiler.Targets.Ptx;

/// <summary>The kinds of registers: predicates, halves, words, floats, addresses.</summary>
internal enum PtxRegister
{
    Predicate,
    Half,
    Word,
    Float,
    Address,
}

/// <summary>Collects instructions and hands out registers.</summary>
internal sealed class PtxCode
{
    // By PtxRegister: the letter of the names, and the type in the declaration.
    private static readonly (string Prefix, string Type)[] Kinds =
        [("%p", "pred"), ("%h", "b16"), ("%r", "b32"), ("%f", "f32"), ("%a", "b64")];

    private readonly StringBuilder _entry = new();
    private readonly StringBuilder _body = new();
    private readonly int[] _counts = new int[Kinds.Length];
    private int _labels;

    /// <summary>The kind of register that holds values of a type.</summary>
    public static PtxRegister KindOf(ScalarType type) => type switch
    {
        ScalarType.Boolean => PtxRegister.Predicate,
        ScalarType.Int32 or ScalarType.UInt32 => PtxRegister.Word,
        ScalarType.Float32 => PtxRegister.Float,
    };

    /// <summary>The type of a move between registers of a type.</summary>
    public static string MoveType(ScalarType type) => Kinds[(int)KindOf(type)].Type;

    public string New(PtxRegister kind) =>
        string.Create(CultureInfo.InvariantCulture, $"{Kinds[(int)kind].Prefix}{++_counts[(int)kind]}");

    public string New(ScalarType type) => New(KindOf(type));

    public string NewLabel() => string.Create(CultureInfo.InvariantCulture, $"$L{++_labels}");

    /// <summary>An instruction with its result in a new register, which is returned.</summary>
    public string Make(PtxRegister kind, string instruction, params ReadOnlySpan<string> operands)
    {
        var result = New(kind);
        Line($"{instruction} {result}, {string.Join(", ", operands)};");
        return result;
    }

    /// <summary>The same at the start of the kernel, where it is known everywhere.</summary>
    public string MakeAtEntry(PtxRegister kind, string instruction, string operand)
    {
        var result = New(kind);
        _entry.Append('\t').Append(instruction).Append(' ').Append(result).Append(", ").Append(operand).Append(";\n");
        return result;
    }

    public void LineAtEntry(string text) => _entry.Append('\t').Append(text).Append('\n');

    public void Line(string text) => _body.Append('\t').Append(text).Append('\n');

    public void Label(string label) => _body.Append(label).Append(":\n");

    /// <summary>Declarations, then the code of the entry, then the rest.</summary>
    public void AppendTo(StringBuilder text)
    {
        for (var kind = 0; kind < Kinds.Length; kind++)
        {
            if (_counts[kind] > 0)
            {
                text.Append(CultureInfo.InvariantCulture,
                    $"\t.reg .{Kinds[kind].Type} {Kinds[kind].Prefix}<{_counts[kind] + 1}>;\n");
            }
        }

        text.Append(_entry).Append(_body);
    }
}
