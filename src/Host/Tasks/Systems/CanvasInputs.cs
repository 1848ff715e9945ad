using GpuFormer.Data.Augmentation.Geometry;
using GpuFormer.Models;

namespace GpuFormer.Tasks.Systems;

/// <summary>How images become the input of one network in training, whose canvases may have several sizes.</summary>
internal sealed class CanvasInputs
{
    private readonly ImageModel _network;
    private readonly CanvasSides _sides;
    private readonly bool _isSquare;
    private readonly (int Height, int Width) _canvas;

    /// <param name="network">A detector or segmenter.</param>
    /// <param name="side">The side of a square canvas, or the short side of images.</param>
    /// <param name="longest">The most that the long side of images may be; null for square canvases.</param>
    /// <param name="canvas">The largest canvas for wide images: these sides, rounded up to what the network needs.</param>
    public CanvasInputs(ImageModel network, int side, int? longest, (int Height, int Width) canvas)
    {
        (_network, _isSquare, _canvas) = (network, longest is null, canvas);
        _sides = new CanvasSides(side, longest ?? side);
        Input = VisionSystem.InputOf(network, side, longest);
    }

    /// <summary>That of the largest canvas, which evaluates.</summary>
    public NetworkInput Input { get; }

    /// <summary>The input in a canvas.</summary>
    public NetworkInput Of(int height, int width)
    {
        if (IsLargest(height, width))
            return Input;
        var sides = SidesOf(height, width);
        return VisionSystem.InputOf(_network, sides.Short, _isSquare ? null : sides.Longest);
    }

    /// <summary>The sides of images in a canvas.</summary>
    public CanvasSides SidesOf(int height, int width) => IsLargest(height, width)
        ? _sides
        : new CanvasSides(Math.Min(height, width), Math.Max(height, width));

    private bool IsLargest(int height, int width) => (height, width) == _canvas || (width, height) == _canvas;
}
