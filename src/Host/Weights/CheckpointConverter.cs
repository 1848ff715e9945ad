using System.Buffers.Binary;
using System.Collections.Immutable;

namespace GpuFormer.Weights;

/// <summary>What a conversion wrote, and what it left out and why.</summary>
public sealed record ConversionSummary(int TensorCount, long ByteCount, ImmutableArray<DroppedEntry> Dropped);

/// <summary>Turns PyTorch checkpoints into safetensors files.</summary>
public static class CheckpointConverter
{
    /// <summary>
    /// Reads a .pth, .pth.tar or safetensors file and writes its weights to a safetensors file, all or nothing. Tensors
    /// keep their types and lose the names of wrappers, such as <c>module.</c>; the metadata of a safetensors file are
    /// kept. MobileViTs of cvnets and of transformers get timm's keys and channel order; the entry <c>convert</c> of the
    /// metadata says so.
    /// </summary>
    /// <param name="inPath">Told by its content, not by its name.</param>
    /// <param name="outPath">What is there is replaced.</param>
    /// <param name="options">How to read.</param>
    /// <param name="half">Whether numbers with fractions are stored in half precision: a file of half the size.</param>
    /// <param name="warn">Gets a sentence for each tensor with values that are no numbers, or with negative
    /// variances.</param>
    /// <exception cref="IOException">A file does not exist, or cannot be read or written.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to a file is not permitted.</exception>
    /// <exception cref="ModelFormatException">The path is no regular file, or the file is damaged, hostile or holds no weights.</exception>
    public static ConversionSummary Convert(
        string inPath, string outPath, CheckpointOptions? options = null, bool half = false,
        Action<string>? warn = null)
    {
        using WeightSource source = OpenForTimm(inPath, options ?? new CheckpointOptions());
        var writer = new SafetensorsWriter();
        var keys = source.Tensors.Select(tensor => tensor.Name).ToHashSet(StringComparer.Ordinal);
        bool isOfCvnets = MobileVitKeys.AreOfCvnets(keys);
        foreach ((string key, string value) in Metadata(source, keys))
            writer.AddMetadata(key, value);
        long byteCount = 0;
        foreach (TensorEntry entry in source.Tensors)
        {
            if (entry.Name == "__metadata__")
                throw new ModelFormatException(
                    inPath, entry.Name, "has a name that safetensors reserve", "Rename it before converting.");
            bool halved = half && entry.DType is (DType.F64 or DType.F32 or DType.BF16);
            DType type = halved ? DType.F16 : entry.DType;
            byteCount += entry.ElementCount * type.Size();
            string name = isOfCvnets ? MobileVitKeys.ToTimm(entry.Name) ?? entry.Name : entry.Name;
            Action<Stream> write = halved
                ? stream => WriteHalf(source, entry, stream)
                : stream => source.CopyTo(entry.Name, stream);
            if (warn is not null)
                Check(source, entry, warn);
            writer.Add(name, type, entry.Shape.AsSpan(),
                isOfCvnets && entry.Name == MobileVitKeys.FirstConvolution && entry.Shape is [_, 3, ..]
                    ? stream => WriteReversed(write, entry, stream)
                    : write);
        }

        writer.Save(outPath);
        return new ConversionSummary(source.Tensors.Length, byteCount, [.. source.Dropped]);
    }

    private static void Check(WeightSource source, TensorEntry entry, Action<string> warn)
    {
        if (entry.DType is not (DType.F64 or DType.F32 or DType.F16 or DType.BF16))
            return;
        var values = new float[entry.ElementCount];
        source.Read(entry.Name, values);
        if (WeightCheck.Find(entry.Name, values) is { } fault)
            warn(WeightCheck.Warning(source.Name, entry.Name, fault));
    }

    // MobileViTs of transformers come as timm's.
    private static WeightSource OpenForTimm(string path, CheckpointOptions options)
    {
        var source = WeightSource.Open(path, options);
        try
        {
            return HuggingFaceKeys.AreOfMobileVit(source.Tensors.Select(t => t.Name).ToHashSet(StringComparer.Ordinal))
                ? new HuggingFaceSource(source, blueFirst: true)
                : source;
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    private static Dictionary<string, string> Metadata(WeightSource source, IReadOnlySet<string> keys)
    {
        var metadata = new Dictionary<string, string>(source.Metadata, StringComparer.Ordinal);
        if (MobileVitKeys.AreOfCvnets(keys))
        {
            metadata.TryAdd("preprocessing", MobileVitKeys.CvnetsPreprocessing);
            metadata[MobileVitKeys.MetadataKey] = MobileVitKeys.FromCvnets;
        }
        else if (MobileVitKeys.AreOfTimm(keys))
        {
            metadata.TryAdd(MobileVitKeys.MetadataKey, MobileVitKeys.FromTimm);
        }

        return metadata;
    }

    private static void WriteReversed(Action<Stream> write, TensorEntry entry, Stream stream)
    {
        using var elements = new MemoryStream();
        write(elements);
        var bytes = elements.ToArray();
        MobileVitKeys.ReverseChannels(bytes, (int)entry.Shape[0]);
        stream.Write(bytes);
    }

    private static void WriteHalf(WeightSource source, TensorEntry entry, Stream stream)
    {
        var values = new float[entry.ElementCount];
        source.Read(entry.Name, values);
        var bytes = new byte[2 * values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            var rounded = (Half)values[i];
            if (Half.IsInfinity(rounded) && float.IsFinite(values[i]))
                throw new ModelFormatException(
                    source.Name, entry.Name, $"has {values[i]}, which half precision cannot hold",
                    "Convert without halving.");
            BinaryPrimitives.WriteHalfLittleEndian(bytes.AsSpan(2 * i), rounded);
        }

        stream.Write(bytes);
    }
}
