using GpuFormer.Kernels.Compiler.IR;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Specialisation;

namespace GpuFormer.Tests.Kernels.Compiler.Passes;

/// <summary>
/// Makes random functions in front-end form that surely end: variables, blocks with results, loops of all shapes whose
/// counters nothing else writes, jumps across several levels, early returns, local arrays, loads and stores.
/// </summary>
internal sealed class RandomFunctions
{
    public const int Elements = 32;

    private readonly Random _random;
    private readonly ValueFactory _values = new();
    private readonly KernelFunction _function;
    private readonly ViewParameter _integers;
    private readonly ViewParameter _floats;
    private readonly ViewParameter _output;
    private readonly ViewParameter _floatOutput;
    private readonly List<Variable> _variables = [];
    private readonly List<Value> _visible = [];
    private readonly List<(StructuredStatement Target, Variable? Counter, int Step)> _around = [];
    private readonly List<(Variable Counter, int Start, int Limit)> _arrayCounters = [];
    private readonly bool _indexByCounter;
    private readonly bool _ownsOutput;
    private int _budget;

    private RandomFunctions(int seed, bool indexByCounter, GroupShape? group)
    {
        _random = new Random(seed);
        _indexByCounter = indexByCounter;
        _ownsOutput = group is not null;
        _budget = 10 + _random.Next(50);
        _function = new KernelFunction($"Random{seed}", group ?? new GroupShape(2), _values);
        _integers = View(ElementType.Int32, "integers");
        _floats = View(ElementType.Float32, "floats");
        _output = View(ElementType.Int32, "output");
        _floatOutput = View(ElementType.Float32, "floatOutput");
        for (var i = 0; i < 2; i++)
        {
            var scalar = _values.Parameter(_function.Parameters.Count, $"n{i}", ScalarType.Int32);
            _function.Parameters.Add(scalar);
            _visible.Add(scalar);
        }

        _visible.Add(_values.BuiltIn(BuiltIn.GroupIndexX));
        _visible.Add(_values.BuiltIn(BuiltIn.GroupIndexY));
        _visible.Add(_values.BuiltIn(BuiltIn.GridIndexX));
        foreach (var type in new[] { ScalarType.Int32, ScalarType.Int32, ScalarType.Int32, ScalarType.Float32,
            ScalarType.Float32, ScalarType.Boolean })
        {
            _variables.Add(new Variable($"v{_variables.Count}", type));
        }

        _function.Variables.AddRange(_variables);
        _function.LocalArrays.Add(new LocalArray("t", ElementType.Float32, 4));
        _function.LocalArrays.Add(new LocalArray("b", ElementType.Int8, 3));
    }

    /// <summary>Makes the function of a seed.</summary>
    /// <param name="seed">Any number.</param>
    /// <param name="indexByCounter">Whether local arrays are indexed by counters too.</param>
    /// <param name="group">
    /// Given, every thread of such groups has <see cref="Elements"/> elements of the outputs for itself, so that it
    /// does not matter in which order threads run; null for groups of two that share them.
    /// </param>
    public static KernelFunction Make(int seed, bool indexByCounter, GroupShape? group = null)
    {
        var random = new RandomFunctions(seed, indexByCounter, group);
        random.Fill(random._function.Body, []);
        random.StoreAll();
        return random._function;
    }

    private ViewParameter View(ElementType element, string name)
    {
        var view = new ViewParameter(_function.Parameters.Count, name, element);
        _function.Parameters.Add(view);
        return view;
    }

    // What the variables hold at the end shows whether anything went wrong.
    private void StoreAll()
    {
        var body = _function.Body;
        if (body.Terminator is not Yield)
            return;
        for (var i = 0; i < _variables.Count; i++)
        {
            var read = new VariableRead(_variables[i]);
            body.Statements.Add(read);
            if (_variables[i].Type == ScalarType.Float32)
                body.Statements.Add(new Store(_floatOutput, OwnElement(_values.Int(i + 8)), read.Result));
            else
                body.Statements.Add(new Store(_output, OwnElement(_values.Int(i + 8)), AsInt(read.Result)));
        }
    }

    // Fills a region and ends it, with values of these types if it falls through.
    private void Fill(Region region, ScalarType[] results)
    {
        var visible = _visible.Count;
        for (var count = 1 + _random.Next(4); count > 0 && _budget > 0; count--)
            AddStatement(region);
        region.Terminator = End(region, results);
        _visible.RemoveRange(visible, _visible.Count - visible);
    }

    private Terminator End(Region region, ScalarType[] results)
    {
        if (_around.Count > 0 && Chance(0.35))
        {
            var (target, counter, step) = _around[_random.Next(_around.Count)];
            if (target is Loop loop && counter is not null && Chance(0.5))
            {
                Advance(region, counter, step);
                return new Continue(loop, []);
            }

            return new Break(target, Handed(target));
        }

        return Chance(0.02) ? new Return() : new Yield([.. results.Select(type => Expression(type))]);
    }

    private Value[] Handed(StructuredStatement target) => [.. target.Results.Select(result => Expression(result.Type))];

    private void AddStatement(Region region)
    {
        _budget--;
        switch (_random.Next(17))
        {
            case 0 or 1 or 2:
                var variable = _variables[_random.Next(_variables.Count)];
                region.Statements.Add(new VariableWrite(variable, Expression(variable.Type)));
                break;
            case 3 or 4:
                var read = new VariableRead(_variables[_random.Next(_variables.Count)]);
                region.Statements.Add(read);
                _visible.Add(read.Result);
                break;
            case 5:
                AddLoad(region, Chance(0.5) ? _integers : _floats);
                break;
            case 6:
                if (Chance(0.5))
                    region.Statements.Add(
                        new Store(_output, OutputIndex(Expression(ScalarType.Int32)), Expression(ScalarType.Int32)));
                else
                    region.Statements.Add(
                        new Store(
                            _floatOutput, OutputIndex(Expression(ScalarType.Int32)), Expression(ScalarType.Float32)));
                break;
            case 7:
                AddLoad(region, Chance(0.5) ? _output : _floatOutput);
                break;
            case 8 or 9:
                AddLocal(region);
                break;
            case 10 or 11 or 12 or 13:
                AddIf(region);
                break;
            case 14 or 15:
                AddBlock(region);
                break;
            default:
                AddLoop(region);
                break;
        }
    }

    private void AddLoad(Region region, Memory memory)
    {
        var index = Expression(ScalarType.Int32);
        var load = new Load(memory, memory == _output || memory == _floatOutput ? OutputIndex(index) : Masked(index));
        region.Statements.Add(load);
        _visible.Add(load.Result);
    }

    private void AddLocal(Region region)
    {
        var array = _function.LocalArrays[_random.Next(2)];
        Value index = _values.Int(_random.Next(array.Length));
        var fitting = _arrayCounters.FindAll(counter => counter.Limit <= array.Length);
        if (_indexByCounter && fitting.Count > 0 && Chance(0.7))
        {
            var read = new VariableRead(fitting[_random.Next(fitting.Count)].Counter);
            region.Statements.Add(read);
            index = read.Result;
        }

        if (Chance(0.5))
        {
            region.Statements.Add(new Store(array, index, Expression(array.Element.Loaded())));
            return;
        }

        var load = new Load(array, index);
        region.Statements.Add(load);
        _visible.Add(load.Result);
    }

    private ScalarType[] SomeTypes() => Chance(0.7)
        ? []
        : [.. Enumerable.Range(0, 1 + _random.Next(2)).Select(_ => Chance(0.5) ? ScalarType.Int32 : ScalarType.Float32)];

    private void AddIf(Region region)
    {
        var branch = new If(Expression(ScalarType.Boolean));
        var types = SomeTypes();
        branch.Results.AddRange(types.Select(type => new StatementResult(type)));
        Fill(branch.Then, types);
        if (types.Length > 0 || Chance(0.6))
            Fill(branch.Else, types);
        Add(region, branch);
    }

    private void AddBlock(Region region)
    {
        var block = new Block();
        var types = SomeTypes();
        block.Results.AddRange(types.Select(type => new StatementResult(type)));
        _around.Add((block, null, 0));
        Fill(block.Body, types);
        _around.RemoveAt(_around.Count - 1);
        Add(region, block);
    }

    private void Add(Region region, StructuredStatement statement)
    {
        region.Statements.Add(statement);
        _visible.AddRange(statement.Results);
    }

    private void AddLoop(Region region)
    {
        if (_around.Count(around => around.Target is Loop) >= 3)
            return;
        var counter = new Variable($"c{_function.Variables.Count}", ScalarType.Int32);
        _function.Variables.Add(counter);
        var isConstant = Chance(0.7);
        var limit = _random.Next(5);
        Value bound = isConstant ? _values.Int(limit) : Binary(BinaryOperator.And, Expression(ScalarType.Int32), _values.Int(3));
        var step = Chance(0.8) ? 1 : 2;
        region.Statements.Add(new VariableWrite(counter, _values.Int(0)));
        var loop = new Loop();
        var types = SomeTypes();
        loop.Results.AddRange(types.Select(type => new StatementResult(type)));
        var kind = _random.Next(3);
        // A Continue would pass by the test at the end of a do.
        _around.Add((loop, kind == 2 ? null : counter, step));
        var visible = _visible.Count;
        if (isConstant)
            _arrayCounters.Add((counter, 0, limit));
        switch (kind)
        {
            case 0:
                // for: the body stands in the arm of the test, in a block that continue leaves.
                var test = new If(Less(loop.Body, counter, bound));
                loop.Body.Statements.Add(test);
                var body = new Block();
                _around.Add((body, null, 0));
                Fill(body.Body, []);
                _around.RemoveAt(_around.Count - 1);
                test.Then.Statements.Add(body);
                Advance(test.Then, counter, step);
                test.Then.Terminator = new Continue(loop, []);
                test.Else.Terminator = new Break(loop, Handed(loop));
                loop.Body.Terminator = new Unreachable();
                break;
            case 1:
                // while, left in the middle.
                var leave = new If(_values.Unary(UnaryOperator.Not, Less(loop.Body, counter, bound)));
                leave.Then.Terminator = new Break(loop, Handed(loop));
                loop.Body.Statements.Add(leave);
                FillLoop(loop, counter, step);
                break;
            default:
                // do: at least one turn, so an array index may be the limit itself.
                _arrayCounters.RemoveAll(other => other.Counter == counter && limit == 0);
                AddBody(loop.Body);
                Advance(loop.Body, counter, step);
                var again = new If(Less(loop.Body, counter, bound));
                again.Then.Terminator = new Continue(loop, []);
                again.Else.Terminator = new Break(loop, Handed(loop));
                loop.Body.Statements.Add(again);
                loop.Body.Terminator = new Unreachable();
                break;
        }

        _arrayCounters.RemoveAll(other => other.Counter == counter);
        _visible.RemoveRange(visible, _visible.Count - visible);
        _around.RemoveAt(_around.Count - 1);
        Add(region, loop);
    }

    private void AddBody(Region region)
    {
        for (var count = 1 + _random.Next(3); count > 0 && _budget > 0; count--)
            AddStatement(region);
    }

    private void FillLoop(Loop loop, Variable counter, int step)
    {
        AddBody(loop.Body);
        if (Chance(0.15))
        {
            loop.Body.Terminator = new Break(loop, Handed(loop));
            return;
        }

        Advance(loop.Body, counter, step);
        loop.Body.Terminator = new Continue(loop, []);
    }

    private Value Less(Region region, Variable counter, Value bound)
    {
        var read = new VariableRead(counter);
        region.Statements.Add(read);
        return Binary(BinaryOperator.Less, read.Result, bound);
    }

    private void Advance(Region region, Variable counter, int step)
    {
        var read = new VariableRead(counter);
        region.Statements.Add(read);
        region.Statements.Add(new VariableWrite(counter, Binary(BinaryOperator.Add, read.Result, _values.Int(step))));
    }

    // Often one of a few, so that stores and loads meet.
    private Value Masked(Value index) => Chance(0.5) ? _values.Int(_random.Next(2)) : Binary(BinaryOperator.And, index, _values.Int(Elements - 1));

    private Value OutputIndex(Value index) => OwnElement(Masked(index));

    // The group's part, in it a row of one element per thread for each index.
    private Value OwnElement(Value index)
    {
        if (!_ownsOutput)
            return index;
        var group = _function.Group;
        Value thread = _values.BuiltIn(BuiltIn.GroupIndexX);
        thread = Sum(thread, Product(_values.BuiltIn(BuiltIn.GroupIndexY), group.X));
        thread = Sum(thread, Product(_values.BuiltIn(BuiltIn.GroupIndexZ), group.X * group.Y));
        var row = Sum(index, Product(_values.BuiltIn(BuiltIn.GridIndexX), Elements));
        return Sum(Product(row, group.Threads), thread);

        Value Sum(Value a, Value b) => Binary(BinaryOperator.Add, a, b);
        Value Product(Value a, int b) => Binary(BinaryOperator.Multiply, a, _values.Int(b));
    }

    private Value AsInt(Value value) => value.Type switch
    {
        ScalarType.Boolean => _values.Unary(UnaryOperator.BoolToInt, value),
        ScalarType.Float32 => _values.Unary(UnaryOperator.FloatToInt, value),
        ScalarType.Int32 => value,
        ScalarType.UInt32 => _values.Unary(UnaryOperator.BitsToInt, value),
    };

    private Value Binary(BinaryOperator op, Value left, Value right) => _values.Binary(op, left, right);

    private bool Chance(double probability) => _random.NextDouble() < probability;

    private Value Expression(ScalarType type, int depth = 0)
    {
        if (depth > 2 || Chance(0.3))
        {
            var fitting = _visible.FindAll(value => value.Type == type);
            return fitting.Count > 0 && Chance(0.85) ? fitting[_random.Next(fitting.Count)] : type switch
            {
                ScalarType.Boolean => Chance(0.1)
                    ? _values.Bool(Chance(0.5))
                    : Binary(BinaryOperator.Less, _visible[_random.Next(2)], _values.Int(_random.Next(4))),
                ScalarType.Float32 => _values.Float(_random.Next(-3, 4)),
                ScalarType.Int32 or ScalarType.UInt32 => _values.Int(_random.Next(-2, 6)),
            };
        }

        Value Part(ScalarType part) => Expression(part, depth + 1);
        return type switch
        {
            ScalarType.Boolean => _random.Next(4) switch
            {
                0 => _values.Unary(UnaryOperator.Not, Part(ScalarType.Boolean)),
                1 => Binary(BinaryOperator.And, Part(ScalarType.Boolean), Part(ScalarType.Boolean)),
                2 => Binary(BinaryOperator.Greater, Part(ScalarType.Float32), Part(ScalarType.Float32)),
                _ => Binary(
                    _random.Next(2) == 0 ? BinaryOperator.Less : BinaryOperator.Equal, Part(ScalarType.Int32),
                    Part(ScalarType.Int32)),
            },
            ScalarType.Float32 => _random.Next(5) switch
            {
                0 => Binary(BinaryOperator.Add, Part(type), Part(type)),
                1 => Binary(BinaryOperator.Multiply, Part(type), Part(type)),
                2 => _values.FusedMultiplyAdd(Part(type), Part(type), Part(type)),
                3 => _values.Unary(UnaryOperator.IntToFloat, Part(ScalarType.Int32)),
                _ => _values.Select(Part(ScalarType.Boolean), Part(type), Part(type)),
            },
            ScalarType.Int32 or ScalarType.UInt32 => _random.Next(9) switch
            {
                0 or 1 => Binary(BinaryOperator.Add, Part(ScalarType.Int32), Part(ScalarType.Int32)),
                2 => Binary(BinaryOperator.Subtract, Part(ScalarType.Int32), Part(ScalarType.Int32)),
                3 or 4 => Binary(BinaryOperator.Multiply, Part(ScalarType.Int32), Part(ScalarType.Int32)),
                5 => Binary(BinaryOperator.Divide, Part(ScalarType.Int32), Part(ScalarType.Int32)),
                6 => Binary(BinaryOperator.Remainder, Part(ScalarType.Int32), Part(ScalarType.Int32)),
                7 => Binary(BinaryOperator.ShiftLeft, Part(ScalarType.Int32), _values.Int(_random.Next(4))),
                _ => _values.Select(Part(ScalarType.Boolean), Part(ScalarType.Int32), Part(ScalarType.Int32)),
            },
        };
    }
}
