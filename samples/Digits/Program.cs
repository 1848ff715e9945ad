using System.Globalization;
using GpuFormer.Data;
using GpuFormer.Imaging.Png;
using GpuFormer.Samples.Digits;

// Makes a small data set of objects from MNIST: digits over coloured noise, with boxes, outlines and class masks.
var options = new Dictionary<string, string>(StringComparer.Ordinal)
{
    ["--train"] = "1000",
    ["--val"] = "200",
    ["--salt"] = "1",
    ["--formats"] = "no",
};
for (var i = 0; i < args.Length; i++)
    options[args[i]] = args[i] == "--formats" ? "yes" : i + 1 < args.Length ? args[++i] : "";
string[] known = ["--mnist", "--out", "--train", "--val", "--salt", "--formats"];
if (!options.ContainsKey("--mnist") || !options.ContainsKey("--out") || options.Keys.Any(key => !known.Contains(key))
    || new[] { "--train", "--val", "--salt" }.Any(key => !int.TryParse(
        options[key], NumberStyles.None, CultureInfo.InvariantCulture, out _)))
{
    Console.Error.WriteLine("usage: Digits --mnist FOLDER --out FOLDER [--train 1000] [--val 200] [--salt 1] [--formats]");
    return 2;
}

int Number(string key) => int.Parse(options[key], CultureInfo.InvariantCulture);
var root = options["--out"];
foreach (var (name, split, count) in new[]
{
    ("train", DatasetSplit.Train, Number("--train")), ("val", DatasetSplit.Validation, Number("--val")),
})
{
    var painter = new DigitsPainter(DatasetReader.Open(options["--mnist"], split), Number("--salt"));
    var coco = new CocoText();
    foreach (var folder in new[] { name, $"masks/{name}", "annotations" })
        Directory.CreateDirectory(Path.Combine(root, folder));
    for (var index = 0; index < count; index++)
    {
        var made = painter.Paint($"{name}/{index}");
        var file = $"{index:D6}.png";
        PngWriter.Save(made.Image, Path.Combine(root, name, file));
        using (var stream = File.Create(Path.Combine(root, "masks", name, file)))
            ClassMaskPng.Write(made.Mask, stream);
        coco.Add(index, file, made);
        if (options["--formats"] == "yes" && name == "val" && index < OtherForms.Images)
            OtherForms.Write(root, index, file, made);
    }

    File.WriteAllText(Path.Combine(root, "annotations", $"instances_{name}.json"), coco.Finish());
    Console.WriteLine($"{name} {count} images {coco.Annotations} annotations {coco.Crowds} crowds");
}

return 0;
