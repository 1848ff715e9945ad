using System.Text;

namespace GpuFormer.Weights;

/// <summary>What is often found in place of a weights file, named for what it is.</summary>
internal static class ForeignFiles
{
    // Enough for the first tag of a page behind blank lines.
    private const int Looked = 512;

    private static readonly (string Start, string Problem, string Remedy)[] Texts =
    [
        ("version https://git-lfs.github.com/spec/", "is a Git LFS pointer: a note of where the weights are",
            "Fetch the file itself, with 'git lfs pull' in its folder or from the model's page."),
        ("<!doctype html", "is a web page", Page),
        ("<html", "is a web page", Page),
        ("<?xml", "is an XML text, such as a server's error", Page),
        ("{", "is a JSON text, such as a server's error or the index of weights in several files",
            "Give the weights themselves."),
    ];

    private static readonly (byte[] Start, string Kind)[] Binaries =
    [
        ([0x89, (byte)'H', (byte)'D', (byte)'F'], "an HDF5 file (Keras)"),
        ([0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'], "a NumPy array"),
        ([(byte)'G', (byte)'G', (byte)'U', (byte)'F'], "a GGUF file"),
        ([0x37, 0x7a, 0xbc, 0xaf], "a 7z archive"),
    ];

    private const string Page = "The download went wrong, or needs a login: open its address in a browser.";

    /// <exception cref="ModelFormatException">It is one of them.</exception>
    public static void Refuse(FileBytes bytes)
    {
        ReadOnlySpan<byte> head = bytes.Slice(0, (int)Math.Min(bytes.Length, Looked));
        foreach ((byte[] start, string kind) in Binaries)
        {
            if (head.StartsWith(start))
                throw new ModelFormatException(
                    bytes.Name, null, $"is {kind}", "Give a safetensors file or one written by torch.save.");
        }

        string text = Encoding.Latin1.GetString(head).Replace("\u00ef\u00bb\u00bf", "", StringComparison.Ordinal)
            .TrimStart();
        foreach ((string start, string problem, string remedy) in Texts)
        {
            if (text.StartsWith(start, StringComparison.OrdinalIgnoreCase))
                throw new ModelFormatException(bytes.Name, null, problem, remedy);
        }
    }
}
