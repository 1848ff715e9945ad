using GpuFormer.Imaging;
using GpuFormer.Tasks.Detection;
using Xunit;

namespace GpuFormer.Tests.Host.Tasks.Detection;

/// <summary>Anchors equal those of torchvision, detectron2 and cvnets.</summary>
public sealed class AnchorTests
{
    [Theory]
    [InlineData("torchvision_cells", nameof(AnchorConvention.Rounded), 0)]
    [InlineData("detectron2_cells", nameof(AnchorConvention.Exact), 1e-4)]
    public void Cells_of_RetinaNet_equal_the_table(string table, string convention, double tolerance)
    {
        var levels = DetectionData.Json("anchors.json").GetProperty(table);
        Assert.Equal(RetinaNetAnchors.DefaultSizes.Count, levels.GetArrayLength());
        for (var level = 0; level < levels.GetArrayLength(); level++)
        {
            AssertClose(DetectionData.Boxes(levels[level]),
                [.. RetinaNetAnchors.Cell(
                    RetinaNetAnchors.DefaultSizes[level], Enum.Parse<AnchorConvention>(convention))], tolerance);
        }
    }

    [Fact]
    public void Anchors_of_a_padded_image_are_those_of_torchvision_bit_for_bit()
    {
        using var golden = DetectionData.Open("retinanet-detections");
        var (height, width) = golden.Size("padded");
        AssertClose(DetectionData.Boxes(golden.Read("anchors")),
            RetinaNetAnchors.Create(height, width, RetinaNetAnchors.MapsOf(height, width)), 0);
    }

    [Fact]
    public void A_stride_is_the_padded_side_over_that_of_the_map_without_remainder()
    {
        // 96 rows make 12, 6, 3, 2 and 1 rows of maps: the stride of the fourth is 48.
        var anchors = RetinaNetAnchors.Create(96, 96, RetinaNetAnchors.MapsOf(96, 96));
        var second = RetinaNetAnchors.PerCell * (12 * 12 + 6 * 6 + 3 * 3 + 1);
        Assert.Equal(48 + RetinaNetAnchors.Cell(256)[0].X1, anchors[second].X1);
    }

    [Fact]
    public void Anchors_of_SSD_equal_those_of_cvnets()
    {
        using var square = DetectionData.Open("ssdlite-anchors");
        AssertClose(DetectionData.Boxes(square.Read("anchors")), Centres(SsdAnchors.MapsOf(320, 320)), 1e-6);
        using var wide = DetectionData.Open("ssdlite-anchors-wide");
        var all = Centres(SsdAnchors.MapsOf(256, 352)).SelectMany(box => new[] { box.X1, box.Y1, box.X2, box.Y2 }).ToArray();
        var sample = wide.Read("anchors.sample");
        for (var i = 0; i < sample.Length; i++)
            Assert.Equal(sample[i], all[(long)i * all.Length / sample.Length], 1e-6f);
    }

    // In centre form, as the golden file has them.
    private static Box[] Centres(IReadOnlyList<(int Height, int Width)> maps) =>
        [.. SsdAnchors.CreateCentres(maps).Select(a => new Box(a.X, a.Y, a.Width, a.Height))];

    private static void AssertClose(Box[] expected, Box[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i].X1, actual[i].X1, tolerance);
            Assert.Equal(expected[i].Y1, actual[i].Y1, tolerance);
            Assert.Equal(expected[i].X2, actual[i].X2, tolerance);
            Assert.Equal(expected[i].Y2, actual[i].Y2, tolerance);
        }
    }
}
