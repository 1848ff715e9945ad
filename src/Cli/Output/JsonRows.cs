using System.Text.Json.Nodes;

namespace GpuFormer.Cli.Output;

/// <summary>
/// A JSON array whose items are written as they come. However the command ends, the array is closed, so that what was
/// done so far can be read.
/// </summary>
internal sealed class JsonRows(TextWriter results, Func<JsonNode, string> format) : IDisposable
{
    private bool _begun;
    private bool _failed;

    public void Add(JsonNode item)
    {
        var text = format(item).ReplaceLineEndings("\n  ");
        Write($"{(_begun ? "," : "[")}\n  {text}");
        _begun = true;
    }

    public void Dispose()
    {
        if (!_failed)
            Write(_begun ? "\n]\n" : "[]\n");
    }

    private void Write(string text)
    {
        try
        {
            results.Write(text);
        }
        catch
        {
            _failed = true;
            throw;
        }
    }
}
