using GpuFormer.Imaging;
using GpuFormer.Imaging.Masks;

namespace GpuFormer.Samples.Digits;

/// <summary>Colours in double precision until all is painted, and the class of every pixel.</summary>
internal sealed class Canvas(int height, int width)
{
    private readonly double[] _colours = new double[height * width * 3];
    private readonly byte[] _labels = new byte[height * width];
    private readonly bool[] _soft = new bool[height * width]; // edges that are half digit, half ground

    public int Height => height;

    public int Width => width;

    public void FillWithNoise(string name, int salt)
    {
        var grain = NamedNumbers.Uniform($"{name}/grain", height * width, salt);
        for (var channel = 0; channel < 3; channel++)
        {
            var coarse = NamedNumbers.Uniform($"{name}/noise/{channel}", 36, salt);
            for (var i = 0; i < coarse.Length; i++)
                coarse[i] = 40 + 130 * coarse[i];
            var smooth = Bilinear(coarse, 6, height, width);
            for (var i = 0; i < grain.Length; i++)
                _colours[3 * i + channel] = smooth[i] + (grain[i] - .5) * 24;
        }
    }

    /// <summary>Paints a digit in a colour of the tag's; its pixels are added to those of the object.</summary>
    public void Paste(Image digit, PixelWindow window, string tag, int salt, bool[] hard)
    {
        var v = NamedNumbers.Uniform(tag, 3, salt);
        var isColoured = v.Max() - v.Min() > .3;
        var source = new double[digit.Height * digit.Width];
        for (var i = 0; i < source.Length; i++)
            source[i] = digit.Pixels[3 * i] / 255.0;
        var alpha = Bilinear(source, digit.Height, window.Height, window.Width);
        for (var i = 0; i < alpha.Length; i++)
        {
            var at = (window.Top + i / window.Width) * width + window.Left + i % window.Width;
            for (var channel = 0; channel < 3; channel++)
            {
                var colour = !isColoured ? v[0] < .5 ? 250 : 5
                    : v[channel] < .5 ? v[channel] * 60 : 255 - (1 - v[channel]) * 60;
                _colours[3 * at + channel] = _colours[3 * at + channel] * (1 - alpha[i]) + colour * alpha[i];
            }

            hard[at] = alpha[i] > .5;
            _soft[at] |= alpha[i] is > .1 and <= .5;
        }
    }

    /// <summary>Makes an object of pixels.</summary>
    public PaintedObject Note(bool[] hard, int digit, bool isCrowd)
    {
        for (var i = 0; i < hard.Length; i++)
        {
            if (hard[i])
                _labels[i] = isCrowd ? ClassMask.Ignored : (byte)(digit + 1);
        }

        var mask = RunLengthMask.FromPixels(hard, height, width);
        return new PaintedObject(digit, mask.Bounds, mask, isCrowd);
    }

    public Image ToImage()
    {
        var image = new Image(height, width);
        for (var i = 0; i < _colours.Length; i++)
            image.Pixels[i] = (byte)Math.Clamp(Math.Floor(_colours[i] + .5), 0, 255);
        return image;
    }

    public ClassMask ToMask()
    {
        var labels = (byte[])_labels.Clone();
        for (var i = 0; i < labels.Length; i++)
        {
            if (_soft[i] && labels[i] == 0)
                labels[i] = ClassMask.Ignored;
        }

        return new ClassMask(height, width, labels);
    }

    // Half-pixel centres, edges clamped. source: [rows, as many columns as belong to them].
    private static double[] Bilinear(double[] source, int rows, int toRows, int toColumns)
    {
        var columns = source.Length / rows;
        var result = new double[toRows * toColumns];
        for (var y = 0; y < toRows; y++)
        {
            var (i, fy) = Position(y, rows, toRows);
            for (var x = 0; x < toColumns; x++)
            {
                var (j, fx) = Position(x, columns, toColumns);
                var top = source[i * columns + j] * (1 - fx) + source[i * columns + j + 1] * fx;
                var low = source[(i + 1) * columns + j] * (1 - fx) + source[(i + 1) * columns + j + 1] * fx;
                result[y * toColumns + x] = top * (1 - fy) + low * fy;
            }
        }

        return result;
    }

    private static (int Index, double Share) Position(int at, int from, int to)
    {
        var x = Math.Clamp((at + .5) * from / to - .5, 0, from - 1);
        var index = Math.Min((int)Math.Floor(x), from - 2);
        return (index, x - index);
    }
}
