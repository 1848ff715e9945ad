namespace GpuFormer.Imaging.Jpeg;

/// <summary>How exactly the coefficients of a progressive picture are known: what libjpeg keeps in coef_bits. A picture
/// whose last scans are missing is smoothed by it.</summary>
internal sealed class ProgressiveState(JpegComponent[] components)
{
    /// <summary>Of a coefficient of which nothing is known.</summary>
    public const int Unknown = -1;

    private static readonly int[] Nothing = Filled();

    // [component][64], zigzag order: the position of the lowest bit that is known.
    private readonly int[][] _bits = [.. components.Select(_ => Filled())];

    // The same before the scan that was read last.
    private readonly int[][] _before = [.. components.Select(_ => Filled())];

    private int _scans;

    /// <summary>The last row of MCUs of the last scan that has data.</summary>
    public int LastGoodRow { get; set; }

    /// <summary>Of a component, for a row of MCUs: [64], zigzag order.</summary>
    public ReadOnlySpan<int> BitsOf(int component, int mcuRow) =>
        mcuRow <= LastGoodRow ? _bits[component] : _scans > 1 ? _before[component] : Nothing;

    /// <summary>Takes note of a scan.</summary>
    /// <param name="scan">Its header.</param>
    /// <param name="number">From 1.</param>
    /// <param name="damage">Is told about scans in an order that makes no sense.</param>
    public void Begin(ScanHeader scan, int number, ImageDamage damage)
    {
        _scans = number;
        foreach (var part in scan.Parts)
        {
            var index = Array.IndexOf(components, part.Component);
            var (bits, before) = (_bits[index], _before[index]);
            if (scan.First > 0 && bits[0] == Unknown)
                damage.Report("JPEG", "segment SOS", $"component {part.Component.Id} has details before its averages");
            for (var k = Math.Min(scan.First, 1); k <= Math.Max(scan.Last, SmoothedBlocks.Coefficients - 1); k++)
                before[k] = number > 1 ? bits[k] : 0;
            bits.AsSpan(scan.First, scan.Last - scan.First + 1).Fill(scan.Bit);
        }
    }

    /// <summary>Whether libjpeg would smooth: all averages are known at least in part, and some of the first details
    /// are not known exactly.</summary>
    public bool IsUnfinished(JpegFrame frame)
    {
        for (var i = 0; i < frame.Components.Length; i++)
        {
            if (frame.Components[i].Quantisation is not { } quantisation || _bits[i][0] < 0)
                return false;
            foreach (var k in JpegTables.NaturalOrder[..SmoothedBlocks.Coefficients])
            {
                if (quantisation[k] == 0)
                    return false;
            }
        }
        return Array.Exists(_bits, bits => bits.AsSpan(1, SmoothedBlocks.Coefficients - 1).ContainsAnyExcept(0));
    }

    private static int[] Filled()
    {
        var bits = new int[64];
        Array.Fill(bits, Unknown);
        return bits;
    }
}
