using GpuFormer.Files;

namespace GpuFormer.Data;

/// <summary>Opens the files of data sets; what they are not allowed to be becomes a
/// <see cref="DatasetFormatException"/> here.</summary>
internal static class DatasetFile
{
    /// <summary>Opens a file for reading.</summary>
    /// <exception cref="DatasetFormatException">It is no regular file.</exception>
    public static FileStream Open(string path, string remedy)
    {
        try
        {
            return RegularFile.Open(path);
        }
        catch (NotRegularFileException fault)
        {
            throw Refusal(fault, path, remedy);
        }
    }

    /// <summary>Reads a file as it is.</summary>
    /// <exception cref="DatasetFormatException">It is no regular file, or longer than the limit.</exception>
    public static byte[] ReadAllBytes(string path, long limit, string remedy)
    {
        try
        {
            return RegularFile.ReadAllBytes(path, limit, length => TooLong(path, length, limit, remedy));
        }
        catch (NotRegularFileException fault)
        {
            throw Refusal(fault, path, remedy);
        }
    }

    /// <summary>Reads the lines of a text.</summary>
    /// <exception cref="DatasetFormatException">It is no regular file, or longer than the limit.</exception>
    public static IReadOnlyList<string> ReadLines(string path, long limit, string remedy)
    {
        try
        {
            return [.. RegularFile.ReadLines(path, limit, length => TooLong(path, length, limit, remedy))];
        }
        catch (NotRegularFileException fault)
        {
            throw Refusal(fault, path, remedy);
        }
    }

    private static DatasetFormatException Refusal(NotRegularFileException fault, string path, string remedy) =>
        new(path, fault.Problem, remedy, fault);

    private static DatasetFormatException TooLong(string path, long length, long limit, string remedy) =>
        new(path, $"has {length} bytes, more than the limit of {limit}", remedy);
}
