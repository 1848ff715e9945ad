namespace GpuFormer.Data;

/// <summary>Opens a data set, whatever its layout.</summary>
public static class DatasetReader
{
    private const string Layouts =
        "Known layouts: MNIST's IDX files (train-images-idx3-ubyte and so on, also with .gz)";

    /// <summary>Opens one part of a data set.</summary>
    /// <param name="path">A folder.</param>
    /// <param name="split">Which part.</param>
    /// <param name="options">What cannot be told from the files.</param>
    /// <exception cref="DatasetFormatException">There is no data set of a known layout, or it is damaged; the message
    /// says what was looked for.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static ImageDataset Open(string path, DatasetSplit split, DatasetOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new DatasetOptions();
        if (!Directory.Exists(path))
        {
            throw new DatasetFormatException(path, File.Exists(path) ? "is a file" : "does not exist",
                $"Name the folder of a data set. {Layouts}.");
        }
        if (IdxLayout.IsThere(path))
            return IdxLayout.Open(path, split, options.IdxClasses);
        throw new DatasetFormatException(path, "is no data set of a known layout", $"{Layouts}.");
    }
}
