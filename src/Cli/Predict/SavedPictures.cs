using System.Globalization;
using GpuFormer.Files;
using GpuFormer.Imaging;
using GpuFormer.Imaging.Drawing;
using GpuFormer.Imaging.Png;
using GpuFormer.Tasks.Detection;
using GpuFormer.Weights;

namespace GpuFormer.Cli.Predict;

/// <summary>
/// A folder in which each picture is saved as PNG, under its own name, with classes and scores drawn on it. Two pictures
/// of one name get numbers. A file of an earlier run is replaced; one that is classified never is.
/// </summary>
internal sealed class SavedPictures
{
    // A smaller picture has no room for letters.
    private const int LeastSide = 160;

    private readonly string _folder;
    private readonly HashSet<string> _sources;
    private readonly HashSet<string> _taken = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    /// <param name="folder">Made if it is not there.</param>
    /// <param name="sources">What is classified.</param>
    /// <exception cref="UsageException">A file with the folder's name is in its place.</exception>
    public SavedPictures(string folder, IEnumerable<string> sources)
    {
        if (File.Exists(folder))
            throw new UsageException($"'{folder}' is a file; name a folder to save pictures in.");
        _folder = folder;
        _sources = [.. sources.Select(OutputFiles.RealPath)];
        Directory.CreateDirectory(folder);
    }

    /// <summary>Chooses the name of a picture: in the order of the pictures, whichever is saved first.</summary>
    public void Add(string source)
    {
        // Names may come as they are read: none of them is written over from here on, and one that comes twice is one.
        lock (_gate)
        {
            _sources.Add(OutputFiles.RealPath(source));
            if (_names.ContainsKey(source))
                return;
        }

        var stem = source == PredictionSources.StandardInput ? "stdin" : Path.GetFileNameWithoutExtension(source);
        var name = stem;
        for (var number = 2; !_taken.Add(name); number++)
            name = string.Create(CultureInfo.InvariantCulture, $"{stem}-{number}");
        lock (_gate)
            _names[source] = Path.Combine(_folder, name);
    }

    /// <summary>Where a picture is saved, without <c>.png</c>.</summary>
    public string PathOf(string source)
    {
        lock (_gate)
            return _names[source];
    }

    /// <summary>Draws classes on a picture and saves it; from any thread.</summary>
    public void Save(ClassifiedFile file, Image image) =>
        Write(PathOf(file.Path) + ".png", Labelled(image, file.Predictions));

    /// <summary>Draws boxes on an image and saves it; from any thread.</summary>
    public void Save(DetectedFile file, Image image) => Write(PathOf(file.Path) + ".png", WithBoxes(image, file.Objects));

    /// <summary>Tints the classes of an image's pixels and saves it; from any thread.</summary>
    public void Save(SegmentedFile file, Image image)
    {
        var drawn = new Image(image.Height, image.Width, (byte[])image.Pixels.Clone());
        DetectionDrawing.Draw(drawn, file.Result!.Mask);
        Write(PathOf(file.Path) + ".png", drawn);
    }

    /// <summary>Saves a file of another kind under the name of an image; from any thread.</summary>
    /// <param name="source">The image.</param>
    /// <param name="extension">Of the file, with its full stop.</param>
    /// <param name="write">Writes its bytes.</param>
    public void Save(string source, string extension, Action<Stream> write) => Write(PathOf(source) + extension, write);

    /// <summary>
    /// Saves where the tokens looked, in a folder with the picture's name: a file for each bridge, and all in one.
    /// </summary>
    public void Save(ClassifiedFile file, AttentionMaps maps)
    {
        var folder = PathOf(file.Path);
        if (File.Exists(folder))
            throw new IOException($"'{folder}' is a file; save the attention into another folder.");
        Directory.CreateDirectory(folder);
        foreach (var bridge in maps.Bridges)
            Write(Path.Combine(folder, bridge.Name + ".png"), maps.Render(bridge));
        Write(Path.Combine(folder, "all.png"), maps.RenderSheet());
    }

    // Whole or not at all.
    private void Write(string path, Image image) => Write(path, stream => PngWriter.Write(image, stream));

    private void Write(string path, Action<Stream> write)
    {
        bool isSource;
        lock (_gate)
            isSource = _sources.Contains(OutputFiles.RealPath(path));
        if (isSource)
            throw new UsageException($"'{path}' is one of the pictures to classify; save into another folder.");
        AtomicFile.Write(path, write);
    }

    /// <summary>A copy with the classes below each other in the top left corner.</summary>
    internal static Image Labelled(Image image, IReadOnlyList<Prediction> predictions)
    {
        var drawn = Enlarged(image);
        var scale = Draw.TextScale(drawn);
        var (letter, _) = Draw.Measure("M", scale);
        var most = Math.Max(4, (drawn.Width / (letter + scale)) - 1);
        var top = 0;
        foreach (var (index, label, probability) in predictions)
        {
            if (top >= drawn.Height)
                break;
            var share = string.Create(CultureInfo.InvariantCulture, $" {100 * probability:F1} %");
            var room = Math.Max(1, most - share.Length);
            var name = EncodedText.Line(label);
            if (name.Length > room)
                name = name[..Math.Max(0, room - 2)] + "..";
            top += Draw.Label(drawn, name + share, 0, top, Colour.OfIndex(index), scale);
        }

        return drawn;
    }

    // A copy with boxes, names and scores.
    private static Image WithBoxes(Image image, IReadOnlyList<DetectedObject> objects)
    {
        var drawn = Enlarged(image);
        float factor = drawn.Width / image.Width;
        var names = objects.Select(found => (found.ClassIndex, found.Label)).Distinct()
            .ToDictionary(pair => pair.ClassIndex, pair => pair.Label);
        DetectionDrawing.Draw(drawn, objects.Select(found => new Detection(
            found.Box.Scale(factor, factor), found.Score, found.ClassIndex)), label => names[label]);
        return drawn;
    }

    private static Image Enlarged(Image image)
    {
        var factor = Math.Max(1, (LeastSide + Math.Min(image.Height, image.Width) - 1) / Math.Min(image.Height, image.Width));
        // A line of pixels as long as others are wide stays one.
        if ((long)image.Height * image.Width * factor * factor > 16L << 20)
            factor = 1;
        var result = new Image(image.Height * factor, image.Width * factor);
        for (var y = 0; y < result.Height; y++)
        {
            var from = image.Row(y / factor);
            var to = result.Row(y);
            for (var x = 0; x < result.Width; x++)
                from.Slice(x / factor * 3, 3).CopyTo(to[(x * 3)..]);
        }

        return result;
    }
}
