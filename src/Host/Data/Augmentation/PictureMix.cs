namespace GpuFormer.Data.Augmentation;

/// <summary>How two pictures become one.</summary>
internal readonly record struct PictureMix
{
    // An empty rectangle stands for blending.
    private readonly int _top;
    private readonly int _left;
    private readonly int _height;
    private readonly int _width;

    private PictureMix(double share, int top, int left, int height, int width)
    {
        Share = share;
        (_top, _left, _height, _width) = (top, left, height, width);
    }

    /// <summary>The picture stays itself.</summary>
    public static PictureMix None { get; } = new(1, 0, 0, 0, 0);

    /// <summary>The share of the picture itself, 0 to 1; the rest is the other's.</summary>
    public double Share { get; }

    public static PictureMix Blend(double share) => new(share, 0, 0, 0, 0);

    public static PictureMix Cut(int top, int left, int height, int width, int side) =>
        height <= 0 || width <= 0
            ? None
            : new(1 - (double)height * width / ((double)side * side), top, left, height, width);

    /// <summary>Mixes on bytes, as timm's collation does: products and sum in single precision, rounded half to even.
    /// </summary>
    /// <param name="own"><c>[S, S, 3]</c>.</param>
    /// <param name="others"><c>[S, S, 3]</c>.</param>
    /// <param name="side">S.</param>
    /// <param name="destination"><c>[S, S, 3]</c>, neither of the two.</param>
    public void Apply(ReadOnlySpan<byte> own, ReadOnlySpan<byte> others, int side, Span<byte> destination)
    {
        if (_height > 0)
        {
            own.CopyTo(destination);
            for (var y = _top; y < _top + _height; y++)
            {
                var from = (y * side + _left) * 3;
                others.Slice(from, _width * 3).CopyTo(destination[from..]);
            }
            return;
        }

        var ownShare = (float)Share;
        var otherShare = (float)(1 - Share);
        for (var i = 0; i < own.Length && i < others.Length && i < destination.Length; i++)
            destination[i] = (byte)MathF.Round(own[i] * ownShare + others[i] * otherShare);
    }
}
