using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using GpuFormer.Cli.Training;
using GpuFormer.Onnx;
using GpuFormer.Training;
using GpuFormer.Weights;

namespace GpuFormer.Tests.Fuzz;

/// <summary>The files that mutations begin with, and the words of each format (AFL's dictionaries).</summary>
internal static class Corpus
{
    private static readonly string Root = Path.Combine(AppContext.BaseDirectory, "Seeds");

    /// <summary>Seeds of a target: files of the tests, findings of earlier runs, and some made here.</summary>
    public static IReadOnlyList<byte[]> Of(string target) => [.. Files(target), .. Made(target)];

    /// <summary>The words of a target.</summary>
    public static IReadOnlyList<byte[]> Words(string target) =>
        [.. File.ReadLines(Dictionary(target)).Where(line => line.Contains('"')).Select(Word)];

    /// <summary>A dictionary as AFL reads it: name="text", with \xNN for bytes.</summary>
    public static string Dictionary(string target) =>
        Path.Combine(AppContext.BaseDirectory, "Dictionaries", $"{target}.dict");

    private static IEnumerable<byte[]> Files(string target)
    {
        var (folder, ending) = target switch
        {
            "png" => ("image", ".png"),
            "jpeg" => ("image", ".jpg"),
            "bmp" => ("image", ".bmp"),
            _ => (target, ""),
        };
        return new[] { folder, target }.Distinct().Select(name => Path.Combine(Root, name)).Where(Directory.Exists)
            .SelectMany(path => Directory.GetFiles(path).Order(StringComparer.Ordinal))
            .Where(path => path.EndsWith(ending, StringComparison.Ordinal))
            .Select(File.ReadAllBytes);
    }

    private static IEnumerable<byte[]> Made(string target) => target switch
    {
        "safetensors" => [Safetensors()],
        "onnx" => [Onnx()],
        "yaml" => [Encoding.UTF8.GetBytes(RecipeYaml.Write(new TrainingRecipe())),
            "# notes\nlr: [0.1, 0.2]\nmean: [0, 0.5, 1]\nepochs: 3 # three\nmodel: 'x''y'\nval_split: \"a\\tb\"\n"u8.ToArray()],
        "idx" => [Idx(1, 5), Idx(3, 2, 4, 4), Zipped(Idx(1, 5)), Zipped(Idx(3, 2, 4, 4))],
        _ => [],
    };

    private static byte[] Safetensors()
    {
        var writer = new SafetensorsWriter();
        writer.AddMetadata("labels", "[\"cat\", \"dog\"]");
        writer.AddMetadata("preprocessing", "{\"input_size\": [3, 64, 64], \"crop_pct\": 0.9, \"mean\": [0, 0, 0]}");
        writer.Add("head.weight", new float[6], 2, 3);
        writer.Add("h\u00e9\"\\", DType.F16, [2], stream => stream.Write(new byte[4]));
        writer.Add("scale", DType.F8_E4M3, [], stream => stream.Write(new byte[1]));
        using var stream = new MemoryStream();
        writer.Save(stream);
        return stream.ToArray();
    }

    // y = reshape(conv(x, w)) m + b, with a shape that is a constant.
    private static byte[] Onnx()
    {
        static OnnxNode Node(string name, string op, string[] inputs, string output) => new(name, op, inputs, [output], []);
        static OnnxValue Value(string name, params long[] shape) =>
            new(name, OnnxType.Float, [.. shape.Select(size => new OnnxDimension(size))]);
        var graph = new OnnxGraph("small", [Value("x", 1, 2, 3, 3)], [Value("y", 1, 5)],
            [OnnxTensor.Of("w", new float[8], 4, 2, 1, 1), OnnxTensor.Of("m", new float[180], 36, 5),
                OnnxTensor.Of("b", new float[5], 5)],
            [Node("a", "Conv", ["x", "w"], "c"), Node("f", "Flatten", ["c"], "r"), Node("g", "Gemm", ["r", "m", "b"], "y")]);
        using var stream = new MemoryStream();
        OnnxWriter.Write(new OnnxModel(8, 17, graph), stream);
        return stream.ToArray();
    }

    private static byte[] Idx(byte dimensions, params int[] sizes)
    {
        var header = new byte[4 + 4 * sizes.Length];
        (header[2], header[3]) = (8, dimensions);
        for (var i = 0; i < sizes.Length; i++)
            BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4 + 4 * i), sizes[i]);
        return [.. header, .. Enumerable.Range(0, sizes.Aggregate(1, (a, b) => a * b)).Select(i => (byte)i)];
    }

    private static byte[] Zipped(byte[] bytes)
    {
        using var stream = new MemoryStream();
        using (var zip = new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true))
            zip.Write(bytes);
        return stream.ToArray();
    }

    private static byte[] Word(string line)
    {
        var text = line[(line.IndexOf('"', StringComparison.Ordinal) + 1)..line.LastIndexOf('"')];
        var word = new List<byte>();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && text[i + 1] == 'x')
            {
                word.Add(byte.Parse(text.AsSpan(i + 2, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
                i += 3;
                continue;
            }

            if (text[i] == '\\')
                i++;
            word.Add((byte)text[i]);
        }

        return [.. word];
    }
}
