namespace GpuFormer.Files;

/// <summary>What was named as a file is none that could be read: a folder, a pipe, a socket, a device, or empty.
/// Readers of a format turn it into their own exception.</summary>
internal sealed class NotRegularFileException(string path, string problem) : IOException($"{path}: {problem}.")
{
    public const string Folder = "is a folder and not a file";

    public const string NoBytes = "has 0 bytes: it is empty, or no regular file (a pipe, a socket or a device)";

    public const string Special = "is no regular file (a pipe, a socket or a device)";

    /// <summary>What is wrong, as a clause that follows the name of the file.</summary>
    public string Problem { get; } = problem;
}
