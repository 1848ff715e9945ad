using GpuFormer.Imaging;
using GpuFormer.Tasks.Detection;
using Xunit;

namespace GpuFormer.Tests.Host.Tasks.Detection;

/// <summary>Suppression keeps what torchvision keeps, in its order.</summary>
public sealed class NonMaximumSuppressionTests
{
    public static TheoryData<string> Names =>
        [.. DetectionData.Json("nms.json").GetProperty("cases").EnumerateArray()
            .Select(item => item.GetProperty("name").GetString()!)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Kept_boxes_are_those_of_torchvision(string name)
    {
        var item = DetectionData.Json("nms.json").GetProperty("cases").EnumerateArray()
            .Single(candidate => candidate.GetProperty("name").GetString() == name);
        var boxes = DetectionData.Boxes(item.GetProperty("boxes"));
        var scores = DetectionData.Floats(item.GetProperty("scores"));
        var threshold = item.GetProperty("threshold").GetSingle();
        var labels = item.GetProperty("labels");
        var kept = labels.ValueKind == System.Text.Json.JsonValueKind.Null
            ? NonMaximumSuppression.Keep(boxes, scores, threshold)
            : NonMaximumSuppression.KeepByClass(boxes, scores, DetectionData.Integers(labels), threshold);
        Assert.Equal(DetectionData.Integers(item.GetProperty("keep")), kept);
    }

    [Theory]
    [InlineData(0.3f)]
    [InlineData(0.5f)]
    [InlineData(0.9f)]
    public void The_grid_changes_nothing(float threshold)
    {
        var random = new Random(5);
        for (var turn = 0; turn < 60; turn++)
        {
            // Boxes of very different extents, some without any, some far away, many equal.
            var boxes = new Box[random.Next(1, 300)];
            var scores = new float[boxes.Length];
            for (var i = 0; i < boxes.Length; i++)
            {
                var side = (float)Math.Pow(10, random.NextDouble() * 3);
                boxes[i] = Box.FromCorner(random.Next(0, 400) / 4f, random.Next(-200, 200) / 4f,
                    MathF.Round(side * random.NextSingle()), MathF.Round(side * random.NextSingle()));
                scores[i] = random.Next(20) / 20f;
            }

            if (boxes.Length > 3)
                (boxes[1], boxes[2]) = (new Box(float.NaN, 0, 1, 1), new Box(0, 0, float.PositiveInfinity, 5));
            Assert.Equal(KeepOneByOne(boxes, scores, threshold), NonMaximumSuppression.Keep(boxes, scores, threshold));
        }
    }

    // The definition.
    private static List<int> KeepOneByOne(Box[] boxes, float[] scores, float threshold)
    {
        List<int> kept = [];
        foreach (var i in Enumerable.Range(0, boxes.Length).OrderByDescending(i => scores[i]))
        {
            if (!kept.Any(k => BoxOverlap.IntersectionOverUnion(boxes[k], boxes[i]) > threshold))
                kept.Add(i);
        }

        return kept;
    }
}
