namespace GpuFormer.Cli.Output;

/// <summary>How a terminal shows a column, which has less room than a pipe.</summary>
internal sealed record TerminalColumn<T>
{
    /// <summary>A shorter header.</summary>
    public string? Header { get; init; }

    /// <summary>A shorter text.</summary>
    public Func<T, string>? Text { get; init; }

    /// <summary>Whether the column is left to pipes: the blocks of the table say the same.</summary>
    public bool IsHidden { get; init; }

    /// <summary>Whether a value that all rows share stands above the table instead.</summary>
    public bool IsShared { get; init; }

    /// <summary>
    /// 0 for a column that is always there; others are left out where the table is too wide, the highest first.
    /// </summary>
    public int LeavesOut { get; init; }

    /// <summary>Whether long texts continue on the next line, between words.</summary>
    public bool Wraps { get; init; }
}
