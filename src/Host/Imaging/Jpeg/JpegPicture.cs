namespace GpuFormer.Imaging.Jpeg;

/// <summary>Puts the decoded components of a frame together to an RGB picture, row by row.</summary>
internal static class JpegPicture
{
    public static Image Assemble(JpegFrame frame, ColourModel model)
    {
        var image = new Image(frame.Height, frame.Width);
        var components = Array.ConvertAll(frame.Components, component => new Upsampler(component, frame));
        for (var y = 0; y < frame.Height; y++)
        {
            var output = image.Row(y);
            if (model == ColourModel.Grey)
            {
                ColourConversion.Grey(components[0].Row(y), output);
                continue;
            }
            var first = components[0].Row(y);
            var second = components[1].Row(y);
            var third = components[2].Row(y);
            if (model is ColourModel.YCbCr or ColourModel.Ycck)
                ColourConversion.YCbCr(first, second, third, output);
            else
                ColourConversion.Rgb(first, second, third, output);
            if (model == ColourModel.Ycck)
                ColourConversion.Invert(output);
            if (model is ColourModel.Cmyk or ColourModel.Ycck)
                ColourConversion.BlendBlack(components[3].Row(y), output);
        }
        return image;
    }
}
