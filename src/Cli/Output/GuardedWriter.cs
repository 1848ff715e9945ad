using System.Text;

namespace GpuFormer.Cli.Output;

/// <summary>
/// The last writer before a stream: no text that passes moves a cursor or changes a terminal, and a write that fails is
/// told apart from files that cannot be read.
/// </summary>
internal abstract class GuardedWriter(TextWriter inner) : TextWriter
{
    /// <summary>Takes characters as they are: for bars that are drawn with escape codes.</summary>
    public TextWriter Raw => inner;

    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value) => Guard(() => inner.Write(EncodedText.Lines(value.ToString())));

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void Write(ReadOnlySpan<char> buffer) => Write(buffer.ToString());

    public override void Write(string? value)
    {
        if (value is not null)
            Guard(() => inner.Write(EncodedText.Lines(value)));
    }

    public override void WriteLine() => Guard(inner.WriteLine);

    public override void WriteLine(string? value) => Guard(() => inner.WriteLine(EncodedText.Lines(value ?? "")));

    /// <summary>Writes a text as it is: for tables with escape codes of their own, whose cells have none.</summary>
    public void WriteDrawn(string value) => Guard(() => inner.Write(value));

    public override void Flush() => Guard(inner.Flush);

    protected abstract void Failed(Exception exception);

    private void Guard(Action write)
    {
        try
        {
            write();
        }
        // .NET has the last for files that pass a limit on their length.
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException
            or ArgumentOutOfRangeException)
        {
            Failed(exception);
        }
    }
}

/// <summary>Where results go: one that cannot be written ends the run.</summary>
/// <param name="inner">Writes to the stream.</param>
/// <param name="isPipe">Whether the stream is a pipe, whose one failure is that its reader has gone.</param>
internal sealed class ResultWriter(TextWriter inner, bool isPipe = false) : GuardedWriter(inner)
{
    protected override void Failed(Exception exception) => throw (isPipe
        ? new ClosedPipeException(exception)
        : new OutputException($"The result cannot be written: {exception.Message}", exception));
}

/// <summary>Where progress, warnings and errors go: a run does not end because nobody can be told of it.</summary>
internal sealed class NoteWriter(TextWriter inner) : GuardedWriter(inner)
{
    protected override void Failed(Exception exception)
    {
    }
}
