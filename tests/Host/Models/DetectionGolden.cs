using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using GpuFormer.Models;
using GpuFormer.Weights;

namespace GpuFormer.Tests.Host.Models;

/// <summary>A file of tests/Golden/detection, opened: a network, weights and images by a rule, and what torch makes of them.
/// </summary>
internal sealed class DetectionGolden : IDisposable
{
    private readonly SafetensorsFile _file;

    public DetectionGolden(string name)
    {
        _file = SafetensorsFile.Open(Path.Combine(AppContext.BaseDirectory, "Golden", "detection", name + ".safetensors"));
        Weights = new NamedWeights(_file.Metadata);
        Metadata = _file.Metadata;
        Model = ModelCatalogue.Create(
            $"{Metadata["system"]}_{Metadata["model"]}", int.Parse(Metadata["classes"], CultureInfo.InvariantCulture));
        (Height, Width) = Metadata.ContainsKey("padded") ? Size("padded") : Size("size");
    }

    public IReadOnlyDictionary<string, string> Metadata { get; }

    public NamedWeights Weights { get; }

    public ImageModel Model { get; }

    /// <summary>Rows of the images, padding and all.</summary>
    public int Height { get; }

    /// <summary>Columns of the images, padding and all.</summary>
    public int Width { get; }

    public int Batch => Metadata.TryGetValue("batch", out var batch)
        ? int.Parse(batch, CultureInfo.InvariantCulture)
        : Sizes.Count;

    /// <summary>Rows and columns of each image without its padding.</summary>
    public IReadOnlyList<(int Height, int Width)> Sizes =>
        [.. Numbers("sizes").Select(size => (size[0].GetInt32(), size[1].GetInt32()))];

    public IEnumerable<string> Names => _file.Tensors.Select(tensor => tensor.Name);

    /// <summary>[N, 3, H, W]: images at the top left of zeros, or all of one size.</summary>
    public float[] Input()
    {
        if (!Metadata.ContainsKey("padded"))
            return Weights.Uniform("input", Batch * 3 * Height * Width, 0, 1);
        var input = new float[Batch * 3 * Height * Width];
        foreach (var (image, size) in Sizes.Index())
        {
            var values = Weights.Uniform($"input.{image}", 3 * size.Height * size.Width, -2, 2);
            for (var row = 0; row < 3 * size.Height; row++)
            {
                var (channel, y) = Math.DivRem(row, size.Height);
                values.AsSpan(row * size.Width, size.Width).CopyTo(
                    input.AsSpan((((((image * 3) + channel) * Height) + y) * Width)));
            }
        }

        return input;
    }

    public float[] Read(string name)
    {
        _file.TryGet(name, out var entry);
        var values = new float[entry.ElementCount];
        _file.ReadFloat32(name, values);
        return values;
    }

    /// <summary>A tensor of bytes or truth values.</summary>
    public byte[] ReadBytes(string name) => _file.GetBytes(name).ToArray();

    /// <summary>A tensor of int64.</summary>
    public long[] ReadIntegers(string name) => MemoryMarshal.Cast<byte, long>(_file.GetBytes(name)).ToArray();

    public bool Has(string name) => _file.TryGet(name, out _);

    public IReadOnlyList<int> ShapeOf(string name) => _file.TryGet(name, out var entry) ? [.. entry.Shape] : [];

    public void Dispose() => _file.Dispose();

    private (int Height, int Width) Size(string key)
    {
        var sizes = JsonDocument.Parse(Metadata[key]).RootElement;
        return (sizes[0].GetInt32(), sizes[1].GetInt32());
    }

    private IEnumerable<JsonElement> Numbers(string key) => JsonDocument.Parse(Metadata[key]).RootElement.EnumerateArray();
}
