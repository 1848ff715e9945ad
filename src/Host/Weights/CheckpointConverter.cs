using System.Collections.Immutable;

namespace GpuFormer.Weights;

/// <summary>What a conversion wrote, and what it left out and why.</summary>
public sealed record ConversionSummary(int TensorCount, long ByteCount, ImmutableArray<DroppedEntry> Dropped);

/// <summary>Turns PyTorch checkpoints into safetensors files.</summary>
public static class CheckpointConverter
{
    /// <summary>
    /// Reads a .pth, .pth.tar or safetensors file and writes its weights to a safetensors file, all or nothing. Tensors
    /// keep their types and lose the prefix <c>module.</c>; the metadata of a safetensors file are kept.
    /// </summary>
    /// <exception cref="IOException">A file does not exist, or cannot be read or written.</exception>
    /// <exception cref="UnauthorizedAccessException">A path is a folder, or access is not permitted.</exception>
    /// <exception cref="ModelFormatException">The file is damaged, hostile or holds no weights.</exception>
    public static ConversionSummary Convert(string inPath, string outPath, CheckpointOptions? options = null)
    {
        using WeightSource source = WeightSource.Open(inPath, options ?? new CheckpointOptions());
        var writer = new SafetensorsWriter();
        foreach ((string key, string value) in source.Metadata)
            writer.AddMetadata(key, value);
        foreach (TensorEntry entry in source.Tensors)
        {
            if (entry.Name == "__metadata__")
                throw new ModelFormatException(
                    inPath, entry.Name, "has a name that safetensors reserve", "Rename it before converting.");
            writer.Add(entry.Name, entry.DType, entry.Shape.AsSpan(), stream => source.CopyTo(entry.Name, stream));
        }

        writer.Save(outPath);
        return new ConversionSummary(
            source.Tensors.Length, source.Tensors.Sum(t => t.ByteCount), [.. source.Dropped]);
    }
}
