using GpuFormer.Imaging.Masks;

namespace GpuFormer.Data;

/// <summary>The pixels of an object, as annotations state them.</summary>
internal abstract record ObjectSegmentation
{
    /// <summary>The mask.</summary>
    /// <param name="height">Rows of the image.</param>
    /// <param name="width">Columns of the image.</param>
    public abstract RunLengthMask ToMask(int height, int width);
}

/// <summary>Outlines of the parts of an object.</summary>
/// <param name="Polygons">Each x, y, x, y and so on, in pixels. Those that enclose nothing count for nothing
/// (<see cref="PolygonMask.FaultOf"/>).</param>
internal sealed record PolygonSegmentation(IReadOnlyList<double[]> Polygons) : ObjectSegmentation
{
    /// <inheritdoc/>
    public override RunLengthMask ToMask(int height, int width)
    {
        List<double[]> sound = [.. Polygons.Where(polygon => PolygonMask.FaultOf(polygon) is null)];
        return sound.Count > 0
            ? PolygonMask.Create(sound, height, width)
            : RunLengthMask.FromChanges(height, width, []);
    }
}

/// <summary>A mask, whose size may differ from the image's.</summary>
/// <param name="Mask">As the file has it.</param>
internal sealed record MaskSegmentation(RunLengthMask Mask) : ObjectSegmentation
{
    /// <inheritdoc/>
    public override RunLengthMask ToMask(int height, int width) => Mask;
}
