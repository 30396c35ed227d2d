import { mentionsIn } from './mentions';

it('finds everybody who is mentioned, once', () => {
  expect(mentionsIn('<@abc1> and <@room>, again <@abc1>')).toEqual(['abc1', 'room']);
});

it('takes nothing else for a mention', () => {
  expect(mentionsIn('a@b.example <@> <@A> <@a b> @room <b>')).toEqual([]);
});

it('stops at fifty', () => {
  const many = Array.from({ length: 80 }, (_, index) => `<@p${index}>`).join('');
  expect(mentionsIn(many)).toHaveLength(50);
});
