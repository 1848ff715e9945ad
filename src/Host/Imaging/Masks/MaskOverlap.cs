namespace GpuFormer.Imaging.Masks;

/// <summary>Sets of pixels that masks have in common, without decoding them.</summary>
internal static class MaskOverlap
{
    /// <summary>Pixels that are set in both.</summary>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static long Intersection(RunLengthMask a, RunLengthMask b)
    {
        RequireSameSize(a, b);
        var common = 0L;
        var left = new RunWalk(a);
        var right = new RunWalk(b);
        while (left.Remaining > 0 && right.Remaining > 0)
        {
            var step = Math.Min(left.Remaining, right.Remaining);
            if (left.IsSet && right.IsSet)
                common += step;
            left.Advance(step);
            right.Advance(step);
        }

        return common;
    }

    /// <summary>Pixels that are set in either.</summary>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static RunLengthMask Union(RunLengthMask a, RunLengthMask b)
    {
        RequireSameSize(a, b);
        List<int> changes = [];
        var (position, value) = (0, false);
        var left = new RunWalk(a);
        var right = new RunWalk(b);
        while (left.Remaining > 0)
        {
            if ((left.IsSet || right.IsSet) != value)
            {
                changes.Add(position);
                value = !value;
            }

            var step = Math.Min(left.Remaining, right.Remaining);
            position += step;
            left.Advance(step);
            right.Advance(step);
        }

        return RunLengthMask.FromChanges(a.Height, a.Width, [.. changes]);
    }

    private static void RequireSameSize(RunLengthMask a, RunLengthMask b)
    {
        if ((a.Height, a.Width) != (b.Height, b.Width))
            throw new ArgumentException($"Masks of {a.Width} x {a.Height} and {b.Width} x {b.Height} have nothing in common.");
    }

    // A position within a mask's runs; those without pixels are passed over.
    private ref struct RunWalk
    {
        private readonly ReadOnlySpan<int> _counts;
        private int _run;

        public RunWalk(RunLengthMask mask)
        {
            _counts = mask.Counts;
            Remaining = _counts.IsEmpty ? 0 : _counts[0];
            SkipEmpty();
        }

        // Of the current run; 0 at the end.
        public int Remaining { get; private set; }

        public readonly bool IsSet => _run % 2 == 1;

        public void Advance(int step)
        {
            Remaining -= step;
            SkipEmpty();
        }

        private void SkipEmpty()
        {
            while (Remaining == 0 && _run + 1 < _counts.Length)
                Remaining = _counts[++_run];
        }
    }
}
