using System.Text.Json;
using GpuFormer.Weights;

namespace GpuFormer.Tests.Host.Models;

/// <summary>
/// The rule by which the golden files' weights and inputs follow from their names: 64-bit, with ranges.
/// </summary>
internal sealed class NamedWeights
{
    private readonly Dictionary<string, (double Low, double High)> _ranges = [];
    private readonly ulong _salt;

    /// <param name="metadata">The metadata of a golden file: <c>recipe</c> and <c>salt</c>.</param>
    public NamedWeights(IReadOnlyDictionary<string, string> metadata)
    {
        _salt = ulong.Parse(metadata["salt"], System.Globalization.CultureInfo.InvariantCulture);
        foreach (var row in JsonDocument.Parse(metadata["recipe"]).RootElement.EnumerateArray())
            _ranges[row[0].GetString()!] = (row[2].GetDouble(), row[3].GetDouble());
    }

    public float[] Fill(string name, IReadOnlyList<int> shape)
    {
        var count = shape.Aggregate(1, (a, b) => a * b);
        return _ranges.TryGetValue(name, out var range) ? Fill(name, count, range.Low, range.High) : new float[count];
    }

    public float[] Input(int count) => Fill("input", count, -2, 2);

    /// <summary>One class for each image, as shares.</summary>
    public float[] Targets(int batch, int classes)
    {
        var targets = new float[batch * classes];
        var labels = Fill("labels", batch, 0, 1);
        for (var i = 0; i < batch; i++)
            targets[(i * classes) + (int)(labels[i] * classes)] = 1;
        return targets;
    }

    /// <summary>The numbers of a name, uniform between two.</summary>
    public float[] Uniform(string name, int count, double low, double high) => Fill(name, count, low, high);

    private float[] Fill(string name, int count, double low, double high)
    {
        var hash = 0xCBF29CE484222325ul ^ _salt;
        foreach (var character in name)
            hash = (hash ^ (byte)character) * 0x100000001B3ul;
        var values = new float[count];
        for (var i = 0; i < count; i++)
        {
            var z = hash + ((ulong)(i + 1) * 0x9E3779B97F4A7C15ul);
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ul;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBul;
            z ^= z >> 31;
            values[i] = (float)(low + ((high - low) * ((z >> 11) * (1.0 / (1ul << 53)))));
        }

        return values;
    }
}

/// <summary>A file of tests/Golden, opened.</summary>
internal sealed class GoldenFile : IDisposable
{
    private readonly SafetensorsFile _file;

    public GoldenFile(string name)
    {
        _file = SafetensorsFile.Open(Path.Combine(AppContext.BaseDirectory, "Golden", name + ".safetensors"));
        Weights = new NamedWeights(_file.Metadata);
        Batch = int.Parse(_file.Metadata["batch"], System.Globalization.CultureInfo.InvariantCulture);
        Size = int.Parse(_file.Metadata["size"], System.Globalization.CultureInfo.InvariantCulture);
        Model = _file.Metadata["model"];
        Metadata = _file.Metadata;
    }

    public NamedWeights Weights { get; }

    public int Batch { get; }

    public int Size { get; }

    public string Model { get; }

    public IReadOnlyDictionary<string, string> Metadata { get; }

    public float[] Input => Weights.Input(Batch * 3 * Size * Size);

    public IEnumerable<string> Names => _file.Tensors.Select(t => t.Name);

    public float[] Read(string name)
    {
        _file.TryGet(name, out var entry);
        var values = new float[entry.ElementCount];
        _file.ReadFloat32(name, values);
        return values;
    }

    public void Dispose() => _file.Dispose();
}
