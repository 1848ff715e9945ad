namespace GpuFormer.Data;

/// <summary>What went wrong in a worker, to be thrown where the batch is taken.</summary>
internal sealed record LoadError(int Row, string Path, string Problem, string Remedy, Exception Cause)
{
    public static LoadError Of(Exception exception, RowMaker maker) => exception switch
    {
        UnreadableRunException run => new LoadError(maker.Row, run.Last.Name,
            $"{run.Length} pictures in a row cannot be read, this one because: {run.Last.Reason.TrimEnd('.')}",
            "Check that the data set is complete and its disk is there.", exception),
        _ => new LoadError(maker.Row, maker.CurrentName,
            $"could not be made into a training sample ({exception.GetType().Name}: "
            + $"{exception.Message.TrimEnd('.')})", "Remove the picture, and report it as a mistake of the program.",
            exception),
    };
}

/// <summary>So many pictures in a row are unreadable that the set itself must be at fault.</summary>
internal sealed class UnreadableRunException(UnreadablePicture last, int length) : Exception(last.ToString())
{
    public UnreadablePicture Last { get; } = last;

    public int Length { get; } = length;
}
