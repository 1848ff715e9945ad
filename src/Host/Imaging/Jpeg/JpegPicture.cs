namespace GpuFormer.Imaging.Jpeg;

/// <summary>Puts the decoded components of a frame together to an RGB picture, row by row, as their samples
/// come.</summary>
internal sealed class JpegPicture(JpegFrame frame, ColourModel model)
{
    private readonly Upsampler[] _components =
        Array.ConvertAll(frame.Components, component => new Upsampler(component, frame));

    private int _next;

    public Image Image { get; } = new(frame.Height, frame.Width);

    // Rows of the picture above this one have all their samples: completes those whose neighbours are there too.
    public void Advance(int rows)
    {
        var end = rows >= frame.Height ? frame.Height : rows - 1;
        for (; _next < end; _next++)
            Convert(_next, Image.Row(_next));
    }

    private void Convert(int y, Span<byte> output)
    {
        var first = _components[0].Row(y);
        if (model == ColourModel.Grey)
        {
            PixelRows.Interleave(first, first, first, output);
            return;
        }
        var second = _components[1].Row(y);
        var third = _components[2].Row(y);
        if (model is ColourModel.YCbCr or ColourModel.Ycck)
            ColourConversion.YCbCr(first, second, third, output);
        else
            PixelRows.Interleave(first, second, third, output);
        if (model == ColourModel.Ycck)
            ColourConversion.Invert(output);
        if (model is ColourModel.Cmyk or ColourModel.Ycck)
            ColourConversion.BlendBlack(_components[3].Row(y), output);
    }
}
