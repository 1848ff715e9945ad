namespace GpuFormer.Serving;

/// <summary>Files that travel inside this assembly.</summary>
internal static class Resource
{
    /// <summary>All bytes of one.</summary>
    public static byte[] Read(string name)
    {
        using var stream = typeof(Resource).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"This assembly has no {name}.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
