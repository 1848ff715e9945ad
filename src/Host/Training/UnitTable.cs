using GpuFormer.Graph.Training;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Library;

namespace GpuFormer.Training;

/// <summary>
/// Where the units of <see cref="UnitKernels"/> lie in flat buffers: whole variables, or the weights of one output each.
/// </summary>
internal sealed class UnitTable
{
    // Long enough that a group has work, short enough that the largest linear keeps a GPU busy.
    private const int LongestPiece = 4096;

    // Drivers of Vulkan take this many groups along an axis, or more.
    private const int MostAlongX = 1 << 15;

    private readonly List<Variable> _variables = [];

    /// <summary>Lists the units of variables, in their order.</summary>
    /// <param name="variables">Those to be measured.</param>
    /// <param name="byOutput">Whether each output of a variable of two or more dimensions is a unit of its own.</param>
    public UnitTable(IEnumerable<Variable> variables, bool byOutput)
    {
        var pieces = new List<int>();
        var units = new List<int>();
        foreach (var variable in variables)
        {
            var outputs = byOutput && variable.Shape.Rank > 1 ? variable.Shape[0] : 1;
            var length = variable.Shape.Elements / outputs;
            for (var output = 0; output < outputs; output++)
            {
                units.Add(pieces.Count / UnitKernels.PieceFields);
                for (var done = 0; done < length; done += LongestPiece)
                {
                    pieces.AddRange([variable.Offset + (output * length) + done, Math.Min(LongestPiece, length - done),
                        _variables.Count]);
                }

                units.Add((pieces.Count / UnitKernels.PieceFields) - units[^1]);
                _variables.Add(variable);
            }
        }

        var count = pieces.Count / UnitKernels.PieceFields;
        var along = Math.Clamp(count, 1, MostAlongX);
        Grid = new LaunchShape(along, Math.Max(1, (count + along - 1) / along));
        Pieces = new int[(int)Grid.Groups * UnitKernels.PieceFields];
        pieces.CopyTo(Pieces);
        Count = Math.Max(1, (_variables.Count + VariableLayout.RangeAlignment - 1) / VariableLayout.RangeAlignment)
            * VariableLayout.RangeAlignment;
        Units = new int[Count * UnitKernels.UnitFields];
        units.CopyTo(Units);
    }

    /// <summary>Whether nothing is to be measured.</summary>
    public bool IsEmpty => _variables.Count == 0;

    /// <summary>The units, with those that only fill the grid, which have no pieces.</summary>
    public int Count { get; }

    /// <summary>One group for each piece, and for those without elements that fill it.</summary>
    public LaunchShape Grid { get; }

    /// <summary>First element, elements and unit of each piece.</summary>
    public int[] Pieces { get; }

    /// <summary>First piece and pieces of each unit.</summary>
    public int[] Units { get; }

    /// <summary>The variables of the units; several units may have the same.</summary>
    public IReadOnlyList<Variable> Variables => _variables;

    /// <summary>The bytes of the buffers that <see cref="UnitNorms"/> makes.</summary>
    public IReadOnlyList<long> BufferBytes =>
    [
        Pieces.Length * (long)sizeof(int), Units.Length * (long)sizeof(int), Grid.Groups * 2 * sizeof(float),
        Count * (long)sizeof(float), Count * (long)sizeof(float),
    ];
}
