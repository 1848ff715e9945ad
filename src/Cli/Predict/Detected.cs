using System.Globalization;
using System.Text.Json.Nodes;

namespace GpuFormer.Cli.Predict;

/// <summary>The objects that were found in an image.</summary>
internal sealed record Detected(
    string File, IReadOnlyList<DetectedObject> Objects, int Height, int Width, string? Error) : PredictedFile(File, Error)
{
    /// <summary>The columns of a table.</summary>
    public const string Header = "file,label,score,x1,y1,x2,y2,error";

    /// <inheritdoc/>
    public override IEnumerable<string[]> Rows => Objects.Select(found => new[]
    {
        found.Label, found.Score.ToString("F6", CultureInfo.InvariantCulture), Pixels(found.Box.X1), Pixels(found.Box.Y1),
        Pixels(found.Box.X2), Pixels(found.Box.Y2),
    });

    /// <inheritdoc/>
    public override IEnumerable<string> Lines => Objects.Count == 0 ? ["  nothing found"] : Objects.Select(found =>
        string.Create(CultureInfo.InvariantCulture, $"  {100 * found.Score,5:F1} %  {found.Label}  "
            + $"({found.Box.X1:F0}, {found.Box.Y1:F0}) to ({found.Box.X2:F0}, {found.Box.Y2:F0})"));

    /// <summary>What a file of a stream became.</summary>
    public static Detected Of(DetectedFile file) =>
        new(file.Path, file.Objects, file.Height, file.Width, file.Error?.Message)
        {
            IsNonFinite = file.Error is NonFiniteResultException,
        };

    // "width": ..., "height": ..., "objects": [{"class": ..., "label": ..., "score": ..., "box": [x1, y1, x2, y2]}]
    private protected override void AddResult(JsonObject json)
    {
        json["width"] = Width;
        json["height"] = Height;
        json["objects"] = new JsonArray([.. Objects.Select(found => (JsonNode)new JsonObject
        {
            ["class"] = found.ClassIndex,
            ["label"] = found.Label,
            ["score"] = found.Score,
            ["box"] = new JsonArray(found.Box.X1, found.Box.Y1, found.Box.X2, found.Box.Y2),
        })]);
    }

    private static string Pixels(float value) => value.ToString("F2", CultureInfo.InvariantCulture);
}
