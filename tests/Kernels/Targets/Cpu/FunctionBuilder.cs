using GpuFormer.Kernels.Compiler.IR;
using GpuFormer.Kernels.Specialisation;
using Barrier = GpuFormer.Kernels.Compiler.IR.Barrier;

namespace GpuFormer.Tests.Kernels.Targets.Cpu;

/// <summary>Writes canonical functions by hand, region inside region.</summary>
internal sealed class FunctionBuilder
{
    private readonly Stack<Region> _regions = new();

    public FunctionBuilder(GroupShape group, string name = "test")
    {
        Values = new ValueFactory();
        Function = new KernelFunction(name, group, Values);
        _regions.Push(Function.Body);
    }

    public KernelFunction Function { get; }

    public ValueFactory Values { get; }

    public Value LaneX => Values.BuiltIn(BuiltIn.GroupIndexX);

    public Value LaneY => Values.BuiltIn(BuiltIn.GroupIndexY);

    public Value GridX => Values.BuiltIn(BuiltIn.GridIndexX);

    public Value Int(int value) => Values.Int(value);

    public Value Float(float value) => Values.Float(value);

    public ViewParameter View(string name, ElementType element)
    {
        var view = new ViewParameter(Function.Parameters.Count, name, element);
        Function.Parameters.Add(view);
        return view;
    }

    public Value Scalar(string name, ScalarType type)
    {
        var value = Values.Parameter(Function.Parameters.Count, name, type);
        Function.Parameters.Add(value);
        return value;
    }

    public SharedArray SharedArray(string name, ElementType element, int length)
    {
        var array = new SharedArray(name, element, length);
        Function.SharedArrays.Add(array);
        return array;
    }

    public Value Binary(BinaryOperator op, Value a, Value b) => Values.Binary(op, a, b);

    public Value Add(Value a, Value b) => Binary(BinaryOperator.Add, a, b);

    public Value Mul(Value a, Value b) => Binary(BinaryOperator.Multiply, a, b);

    public Value Less(Value a, Value b) => Binary(BinaryOperator.Less, a, b);

    /// <summary>grid.x * group.x + lane.</summary>
    public Value GlobalX => Add(Mul(GridX, Int(Function.Group.X)), LaneX);

    public void Emit(Statement statement) => _regions.Peek().Statements.Add(statement);

    public Value Load(Memory memory, Value index)
    {
        var load = new Load(memory, index);
        Emit(load);
        return load.Result;
    }

    public void Store(Memory memory, Value index, Value value) => Emit(new Store(memory, index, value));

    public void Let(Value value) => Emit(new Let(value));

    public void Barrier() => Emit(new Barrier());

    /// <summary>Fills a region; what the function returns is its terminator.</summary>
    public void Fill(Region region, Func<Terminator> body)
    {
        _regions.Push(region);
        region.Terminator = body();
        _regions.Pop();
    }

    /// <summary>An If whose sides yield these values.</summary>
    public Value[] If(Value condition, Func<Value[]> then, Func<Value[]>? otherwise = null)
    {
        var branch = new If(condition);
        Fill(branch.Then, () => new Yield(then()));
        Fill(branch.Else, () => new Yield(otherwise?.Invoke() ?? []));
        branch.Results.AddRange(branch.Then.Terminator.Values.Select(v => new StatementResult(v.Type)));
        Emit(branch);
        return [.. branch.Results];
    }

    /// <summary>
    /// while (condition(arguments)) arguments = body(arguments); the results are the arguments at the end.
    /// </summary>
    public Value[] While(Value[] initial, Func<Value[], Value> condition, Func<Value[], Value[]> body)
    {
        var loop = new Loop();
        loop.Initial.AddRange(initial);
        loop.Body.Arguments.AddRange(initial.Select(v => new RegionArgument(v.Type)));
        loop.Results.AddRange(initial.Select(v => new StatementResult(v.Type)));
        Value[] arguments = [.. loop.Body.Arguments];
        Fill(loop.Body, () =>
        {
            var test = new If(condition(arguments));
            Fill(test.Then, () => new Continue(loop, body(arguments)));
            Fill(test.Else, () => new Break(loop, arguments));
            Emit(test);
            return new Unreachable();
        });
        Emit(loop);
        return [.. loop.Results];
    }
}
