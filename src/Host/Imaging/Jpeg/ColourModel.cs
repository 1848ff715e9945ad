namespace GpuFormer.Imaging.Jpeg;

/// <summary>What the components of a JPEG mean.</summary>
internal enum ColourModel
{
    Grey,
    Rgb,
    YCbCr,

    /// <summary>Inverted, as Adobe writes it: 255 is no ink.</summary>
    Cmyk,

    /// <summary>Inverted CMYK whose first three components are coded like RGB in YCbCr.</summary>
    Ycck,
}
