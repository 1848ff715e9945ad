using System.Globalization;
using System.Text;

namespace GpuFormer.Weights;

/// <summary>
/// A weights file that is damaged, hostile, unsupported or made for another model. The message names the file and,
/// where one is concerned, the tensor, says what is wrong and what to do about it.
/// </summary>
public sealed class ModelFormatException : Exception
{
    public ModelFormatException(string file, string? tensor, string problem, string remedy, Exception? inner = null)
        : base(Compose(file, tensor, problem, remedy), inner)
    {
        File = file;
        Tensor = tensor;
    }

    /// <summary>The file as the caller named it.</summary>
    public string File { get; }

    /// <summary>The tensor concerned, or null when the fault is in the file as a whole.</summary>
    public string? Tensor { get; }

    // Names come from untrusted files: a message must neither be megabytes long nor carry terminal control codes.
    internal const int LongestName = 200;

    /// <summary>A name from a file, made fit for a message: cut when long, control characters spelled out.</summary>
    internal static string Printable(string name)
    {
        bool cut = name.Length > LongestName;
        ReadOnlySpan<char> head = cut ? name.AsSpan(0, LongestName) : name;
        var text = new StringBuilder(head.Length + 3);
        foreach (char c in head)
        {
            if (char.IsControl(c) || char.IsSurrogate(c) || c is '\u2028' or '\u2029')
                text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else
                text.Append(c);
        }

        return (cut ? text.Append("...") : text).ToString();
    }

    private static string Compose(string file, string? tensor, string problem, string remedy) =>
        tensor is null
            ? $"{file}: {problem}. {remedy}"
            : $"{file}: tensor '{Printable(tensor)}': {problem}. {remedy}";
}
