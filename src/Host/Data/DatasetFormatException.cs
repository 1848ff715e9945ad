namespace GpuFormer.Data;

/// <summary>A data set is missing, incomplete, damaged, or of a layout that is not known. The message names the file or
/// folder, says what is wrong and what to do.</summary>
public sealed class DatasetFormatException : Exception
{
    /// <summary>Makes an exception from its parts; the problem without a full stop.</summary>
    public DatasetFormatException(string path, string problem, string remedy, Exception? inner = null)
        : base($"{path}: {problem}. {remedy}", inner) => Path = path;

    /// <summary>The file or folder concerned.</summary>
    public string Path { get; }
}
