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
        "coco" => [Encoding.UTF8.GetBytes(Coco), Encoding.UTF8.GetBytes(CocoFound)],
        "voc" => [Encoding.UTF8.GetBytes(Voc)],
        "yolo" => ["0 0.5 0.5 0.25 0.125\n9 0.1 0.2 1 1\n"u8.ToArray(),
            "3 0.1 0.1 0.5 0.1 0.5 0.9\n\n1 1e-3 .5 0.5 2E-1\n"u8.ToArray()],
        "data-yaml" => ["path: ../digits\ntrain: images/train\nval: [images/val]\nnc: 2\nnames: ['zero', one]\n"u8.ToArray(),
            "val: v\nnames:\n  0: zero\n  1: one\ndownload: |\n  text\n"u8.ToArray()],
        _ => [],
    };

    // Polygons, both forms of run lengths, a crowd and gaps in the ids.
    private const string Coco = """
        {"info": {"year": 2026}, "images": [{"id": 7, "file_name": "a.png", "height": 12, "width": 20},
         {"id": 30000000000, "file_name": "b\u00e9.png", "height": 3, "width": 4, "license": null}],
         "annotations": [{"id": 1, "image_id": 7, "category_id": 3, "bbox": [1.5, 2, 8, 6.25], "area": 30.5, "iscrowd": 0,
          "segmentation": [[1.5, 2, 9.5, 2, 9.5, 8.25, 1.5, 8.25], [12, 3, 15, 3, 13, 9]]},
         {"id": 4, "image_id": 30000000000, "category_id": 90, "bbox": [0, 0, 4, 3], "area": 6, "iscrowd": 1,
          "segmentation": {"size": [3, 4], "counts": [2, 3, 5, 2]}},
         {"id": 0, "image_id": 30000000000, "category_id": 3, "bbox": [1, 1, 2, 2], "area": 4,
          "segmentation": {"size": [3, 4], "counts": "048"}}],
         "categories": [{"id": 3, "name": "cat", "supercategory": "animal"}, {"id": 90, "name": "tooth brush"}]}
        """;

    private const string CocoFound = """
        [{"image_id": 7, "category_id": 3, "bbox": [1, 2, 3.5, 4], "score": 0.75},
         {"image_id": 7, "category_id": 90, "segmentation": {"size": [3, 4], "counts": "0<"}, "score": 1e-3}]
        """;

    private const string Voc = """
        <?xml version="1.0" encoding="utf-8"?>
        <annotation><folder>VOC</folder><filename>a.jpg</filename><size><width>500</width><height>375</height>
        <depth>3</depth></size><segmented>0</segmented><object><name>chair</name><truncated>1</truncated>
        <difficult>0</difficult><bndbox><xmin>263</xmin><ymin>211.5</ymin><xmax>324</xmax><ymax>339</ymax></bndbox>
        <part><name>leg</name><bndbox><xmin>1</xmin></bndbox></part></object><!-- none --></annotation>
        """;

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
