using System.Globalization;
using System.Text.Json.Nodes;

namespace GpuFormer.Cli.Predict;

/// <summary>The classes of the pixels of an image, by their shares.</summary>
internal sealed record Segmented(
    string File, IReadOnlyList<SegmentedClass> Classes, int Height, int Width, string? Error) : PredictedFile(File, Error)
{
    /// <summary>The columns of a table.</summary>
    public const string Header = "file,label,class,share,error";

    /// <inheritdoc/>
    public override IEnumerable<string[]> Rows => Classes.Select(part => new[]
    {
        part.Label, $"{part.ClassIndex}", part.Share.ToString("F6", CultureInfo.InvariantCulture),
    });

    /// <inheritdoc/>
    public override IEnumerable<string> Lines => Classes.Select(part => string.Create(
        CultureInfo.InvariantCulture, $"  {100 * part.Share,5:F1} %  {part.Label}"));

    /// <summary>What a file of a stream became.</summary>
    public static Segmented Of(SegmentedFile file) => new(
        file.Path, file.Result?.Classes ?? [], file.Result?.Mask.Height ?? 0, file.Result?.Mask.Width ?? 0,
        file.Error?.Message)
    {
        IsNonFinite = file.Error is NonFiniteResultException,
    };

    // "width": ..., "height": ..., "classes": [{"class": ..., "label": ..., "share": ...}]
    private protected override void AddResult(JsonObject json)
    {
        json["width"] = Width;
        json["height"] = Height;
        json["classes"] = new JsonArray([.. Classes.Select(part => (JsonNode)new JsonObject
        {
            ["class"] = part.ClassIndex,
            ["label"] = part.Label,
            ["share"] = part.Share,
        })]);
    }
}
