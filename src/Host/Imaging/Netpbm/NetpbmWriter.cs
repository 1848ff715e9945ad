using System.Text;

namespace GpuFormer.Imaging.Netpbm;

/// <summary>Writes binary PPM (P6), 8 bits per sample: the simplest file every picture tool reads.</summary>
internal static class NetpbmWriter
{
    /// <summary>Writes <paramref name="image"/> to <paramref name="destination"/>, which stays open.</summary>
    public static void Write(Image image, Stream destination)
    {
        destination.Write(Encoding.ASCII.GetBytes($"P6\n{image.Width} {image.Height}\n255\n"));
        destination.Write(image.Pixels);
    }
}
