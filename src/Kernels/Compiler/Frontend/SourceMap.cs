using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Runtime.CompilerServices;
using GpuFormer.Kernels.Compiler.IR;

namespace GpuFormer.Kernels.Compiler.Frontend;

/// <summary>Lines and names of locals of one method, from the portable PDB; empty where there is none.</summary>
internal sealed class SourceMap
{
    private static readonly ConditionalWeakTable<Assembly, Symbols> Cache = [];

    private readonly List<(int Offset, SourceLocation? Location)> _points = [];
    private readonly Dictionary<int, string> _locals = [];

    private SourceMap()
    {
    }

    public static SourceMap Of(MethodBase method)
    {
        var map = new SourceMap();
        var symbols = Cache.GetValue(method.Module.Assembly, Symbols.Open);
        if (symbols.Reader is { } reader)
        {
            // A MetadataReader keeps no position: any number of threads may read.
            var handle = (MethodDefinitionHandle)MetadataTokens.Handle(method.MetadataToken);
            map.Read(reader, handle.ToDebugInformationHandle());
        }

        return map;
    }

    /// <summary>The line of the instruction at an offset; before the first line, that.</summary>
    public SourceLocation? At(int offset)
    {
        var found = _points.Find(point => point.Location is not null).Location;
        foreach (var (start, location) in _points)
        {
            if (start > offset)
                break;
            found = location ?? found;
        }

        return found;
    }

    /// <summary>The C# name of an IL local, or null for one of the C# compiler's.</summary>
    public string? Local(int index) => _locals.GetValueOrDefault(index);

    private void Read(MetadataReader reader, MethodDebugInformationHandle handle)
    {
        if (MetadataTokens.GetRowNumber(handle) > reader.MethodDebugInformation.Count)
            return;
        foreach (var point in reader.GetMethodDebugInformation(handle).GetSequencePoints())
        {
            var location = point.IsHidden
                ? null
                : new SourceLocation(reader.GetString(reader.GetDocument(point.Document).Name), point.StartLine);
            _points.Add((point.Offset, location));
        }

        foreach (var scope in reader.GetLocalScopes(handle))
        {
            foreach (var variable in reader.GetLocalScope(scope).GetLocalVariables())
            {
                var local = reader.GetLocalVariable(variable);
                _locals.TryAdd(local.Index, reader.GetString(local.Name));
            }
        }
    }

    /// <summary>The symbols of an assembly: embedded, or in a file beside it.</summary>
    private sealed class Symbols
    {
        private readonly MetadataReaderProvider? _provider;

        private Symbols(MetadataReaderProvider? provider)
        {
            _provider = provider;
            Reader = provider?.GetMetadataReader();
        }

        public MetadataReader? Reader { get; }

        public static Symbols Open(Assembly assembly)
        {
            try
            {
                if (string.IsNullOrEmpty(assembly.Location))
                    return new(null);
                using var image = new PEReader(File.OpenRead(assembly.Location));
                return image.TryOpenAssociatedPortablePdb(
                    assembly.Location, path => File.Exists(path) ? File.OpenRead(path) : null, out var provider, out _)
                    ? new(provider)
                    : new(null);
            }
            catch (Exception e) when (e is IOException or BadImageFormatException or UnauthorizedAccessException)
            {
                // Symbols only make diagnostics and dumps readable: a kernel compiles without them.
                return new(null);
            }
        }
    }
}
